import * as tf from '@tensorflow/tfjs';
import { allOrNothing } from '../backend/variable.js';
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
import { withMaps } from './withMaps.js';

/** The parts of a system and the run that trains them. */
export interface BuiltSystem<Parts extends Assembly = Assembly> {
  assembly: Parts;
  run: Run;
}

/** Sources of a system's parts, and whether it can be trained. */
export interface RunSource extends BuildSource {
  /** False for a model that is used, but not trained: its terms make no networks. Default true. */
  trainable?: boolean;
}

function checkPhases({ phases }: Assembly): void {
  if (phases.length > 0) return;
  throw badValue({ argument: 'phases', expected: 'at least one phase', received: 'none' });
}

/** The trainable variables of every network that a phase moves, including those of its terms. */
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
  shared: Map<tf.Variable, AdamMoments> | undefined,
): Optimizer {
  if (typeof options !== 'function') return adam(variables, options, shared);
  if (!shared) return wrapOptimizer(variables, options);
  const next = 'Give the phase options of Adam, or leave sharedMoments out.';
  throw badValue({
    argument: 'optimizer',
    expected: 'Adam, for shared moments',
    received: 'another optimizer',
    next,
  });
}

function modelOf(assembly: Assembly): Run['model'] {
  return {
    networks: Object.values(assembly.networks),
    names: Object.keys(assembly.networks),
    error: (minibatch, step) => assembly.error(minibatch, step),
    noiseLevel: (progress) => assembly.noiseLevel?.(progress) ?? 0,
  };
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

/** Binds the terms of all phases. */
function makeTerms({ phases }: Assembly, shape: TermShape, trainable: boolean): BoundTerm<never>[] {
  const all = phases.flatMap((phase) => phase.terms);
  checkTerms(all);
  return bindTerms(trainable ? all : [], shape);
}

/** Makes the phases with their optimizers. */
function makePhases(assembly: Assembly, bound: readonly BoundTerm<never>[]): Phase[] {
  const shared = assembly.sharedMoments ? new Map<tf.Variable, AdamMoments>() : undefined;
  return assembly.phases.map((parts) => {
    const { name, forward, every = 1, optimizer: options = {} } = parts;
    const terms = bound.filter(({ term }) => parts.terms.includes(term));
    const variables = trainablesOf(assembly, parts, terms);
    const optimizer = optimizerOf(variables, options, shared);
    return createPhase({ name, forward, every, terms, variables, optimizer });
  });
}

/**
 * Makes a system's parts with initial weights from its seed, and the run that trains them. A model with added batches isn't trained:
 * its run has no phases. If anything fails, everything made so far is disposed.
 */
export function buildSystem<Parts extends Assembly>(
  recipe: SystemRecipe<Parts>,
  sizes: Omit<SystemShape, 'rng'>,
  { trainable = true, ...from }: RunSource = {},
): BuiltSystem<Parts> {
  const { seed } = recipe;
  return allOrNothing(() => {
    const built = recipe.build({ ...sizes, rng: createRng(`${seed}/init`) }, from);
    const assembly = withMaps(built, sizes.batches.length, sizes.added?.length ?? 0);
    checkPhases(assembly);
    const terms = makeTerms(assembly, termShape(recipe, sizes, assembly.latent), trainable);
    const model = modelOf(assembly);
    const phases = sizes.added?.length ? [] : makePhases(assembly, terms);
    return {
      assembly,
      run: { model, phases, streams: streamsOf(seed), sampler: randomSampler, epoch: 0, rateFactor: 1 },
    };
  });
}

/** Disposes what {@link buildSystem} made; networks that the caller gave stay the caller's. */
export function disposeSystem({ assembly, run }: BuiltSystem): void {
  const own = Object.entries(assembly.networks).filter(([name]) => !assembly.given?.includes(name));
  const ofTerms = run.phases.flatMap((phase) => phase.terms.flatMap(({ networks }) => networks));
  tf.dispose([...own.map(([, part]) => part), ...ofTerms].flatMap(({ variables }) => [...variables]));
  for (const { optimizer } of run.phases) optimizer.dispose();
}
