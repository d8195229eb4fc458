import * as tf from '@tensorflow/tfjs';
import { oneOf } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { createRng } from '../random/rng.js';
import { bindTerms, checkTerms } from '../train/bindTerms.js';
import { type AdamOptions, adam } from '../train/optimizers/adam.js';
import type { AdamMoments, Optimizer } from '../train/optimizers/optimizer.js';
import { wrapOptimizer } from '../train/optimizers/wrapOptimizer.js';
import { createPhase, type Phase } from '../train/phase.js';
import { type Run, streamsOf } from '../train/run.js';
import { randomSampler } from '../train/samplers/randomSampler.js';
import type { BoundTerm, TermShape } from '../train/term.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { AssemblyPhase } from './assemblyPhase.js';
import type { BuildSource } from './definition.js';
import type { SystemRecipe } from './systemRecipe.js';

/** The parts of a system and the run that trains them. */
export interface BuiltSystem<Parts extends Assembly = Assembly> {
  assembly: Parts;
  run: Run;
}

/** Where a system's parts come from, and whether it is to be trained. */
export interface RunSource extends BuildSource {
  /** False for a model that can be used, but not trained: its terms make no networks. Default true. */
  trainable?: boolean;
}

function checkPhases({ phases }: Assembly): void {
  if (phases.length > 0) return;
  throw badValue({ argument: 'phases', expected: 'at least one phase', received: 'none' });
}

/** Every network that a phase moves, with those of its terms. */
function trainablesOf(
  { networks }: Assembly,
  { name, moves }: AssemblyPhase,
  terms: readonly BoundTerm<never>[],
): tf.Variable[] {
  const named = moves.map((network) => oneOf(`phase '${name}': moves`, network, Object.keys(networks)));
  const owned = terms.flatMap((term) => term.networks);
  const moved = [...named.map((network) => networks[network]!), ...owned];
  return [...new Set(moved.flatMap(({ variables }) => variables))].filter(({ trainable }) => trainable);
}

function optimizerOf(
  variables: readonly tf.Variable[],
  options: AdamOptions | (() => tf.Optimizer),
  known: Map<tf.Variable, AdamMoments> | undefined,
): Optimizer {
  if (typeof options !== 'function') return adam(variables, options, known);
  if (!known) return wrapOptimizer(variables, options);
  const next = 'Give the phase options of Adam, or each phase moments of its own.';
  throw badValue({ argument: 'optimizer', expected: 'Adam, for shared moments', received: 'another', next });
}

/** The sizes that terms build their networks for. */
export function termShape(
  { seed }: Pick<SystemRecipe, 'seed'>,
  { cells, genes, batches, covariates }: Omit<SystemShape, 'rng'>,
  latent: Assembly['latent'],
): TermShape {
  const labels = covariates['labels']?.size ?? 0;
  return { cells, genes, batches: batches.length, labels, latent, rng: createRng(`${seed}/init`) };
}

function phasesOf(assembly: Assembly, shape: TermShape, trainable: boolean): Phase[] {
  const known = assembly.sharedMoments ? new Map<tf.Variable, AdamMoments>() : undefined;
  const all = assembly.phases.flatMap(({ terms }) => terms);
  checkTerms(all);
  const bound = bindTerms(trainable ? all : [], shape);
  return assembly.phases.map((parts) => {
    const { name, forward, every = 1, optimizer = {} } = parts;
    const terms = bound.filter(({ term }) => parts.terms.includes(term));
    const variables = trainablesOf(assembly, parts, terms);
    return createPhase({
      name,
      forward,
      every,
      terms,
      variables,
      optimizer: optimizerOf(variables, optimizer, known),
    });
  });
}

/** Makes a system's parts, with initial weights from its seed, and the run that trains them. */
export function buildSystem<Parts extends Assembly>(
  recipe: SystemRecipe<Parts>,
  sizes: Omit<SystemShape, 'rng'>,
  { trainable = true, ...from }: RunSource = {},
): BuiltSystem<Parts> {
  const { seed } = recipe;
  const assembly = recipe.build({ ...sizes, rng: createRng(`${seed}/init`) }, from);
  checkPhases(assembly);
  const model: Run['model'] = {
    networks: Object.values(assembly.networks),
    error: (minibatch, step) => assembly.error(minibatch, step),
    noiseLevel: (progress) => assembly.noiseLevel?.(progress) ?? 0,
  };
  const phases = phasesOf(assembly, termShape(recipe, sizes, assembly.latent), trainable);
  return { assembly, run: { model, phases, streams: streamsOf(seed), sampler: randomSampler, epoch: 0 } };
}

/** Disposes what {@link buildSystem} made; networks that the caller gave stay theirs. */
export function disposeSystem({ assembly, run }: BuiltSystem): void {
  const own = Object.entries(assembly.networks).filter(([name]) => !assembly.given?.includes(name));
  const owned = run.phases.flatMap(({ terms }) => terms.flatMap(({ networks }) => networks));
  tf.dispose([...own.map(([, part]) => part), ...owned].flatMap(({ variables }) => [...variables]));
  for (const { optimizer } of run.phases) optimizer.dispose();
}
