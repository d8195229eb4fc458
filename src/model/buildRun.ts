import * as tf from '@tensorflow/tfjs';
import { oneOf } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { createRng } from '../random/rng.js';
import { checkTerms } from '../train/bindTerms.js';
import type { TrainingSet } from '../train/minibatch.js';
import { adam } from '../train/optimizers/adam.js';
import type { AdamMoments } from '../train/optimizers/optimizer.js';
import { createPhase, type Phase } from '../train/phase.js';
import { type Run, streamsOf } from '../train/run.js';
import { randomSampler } from '../train/samplers/randomSampler.js';
import type { LossTerm } from '../train/term.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { AssemblyPhase } from './assemblyPhase.js';
import type { SystemRecipe } from './systemRecipe.js';

/** The parts of a system and the run that trains them. */
export interface BuiltSystem {
  assembly: Assembly;
  run: Run;
}

function checkPhases({ phases }: Assembly): void {
  if (phases.length === 0)
    throw badValue({ argument: 'phases', expected: 'at least one phase', received: 'none' });
  const terms = phases.flatMap((phase) => phase.terms);
  checkTerms(terms);
  const owner: LossTerm<never> | undefined = terms.find(({ build }) => build);
  if (owner === undefined) return;
  const expected = "a term without networks of its own (build): a system's are in its networks";
  throw badType({ argument: `term '${owner.name}'`, expected, received: 'one with build' });
}

function trainablesOf({ networks }: Assembly, { name, moves }: AssemblyPhase): tf.Variable[] {
  const named = moves.map((network) => oneOf(`phase '${name}': moves`, network, Object.keys(networks)));
  const variables = named.flatMap((network) => networks[network]!.variables);
  return [...new Set(variables)].filter(({ trainable }) => trainable);
}

function phaseOf(
  assembly: Assembly,
  parts: AssemblyPhase,
  known: Map<tf.Variable, AdamMoments> | undefined,
): Phase {
  const { name, forward, every = 1, optimizer = {} } = parts;
  const variables = trainablesOf(assembly, parts);
  const terms = parts.terms.map((term) => ({ term, networks: [] }));
  return createPhase({
    name,
    forward,
    every,
    terms,
    variables,
    optimizer: adam(variables, optimizer, known),
  });
}

/**
 * Makes a system's parts, with initial weights from its seed, and the run that trains them.
 *
 * @param cells - The training cells; none when loading.
 */
export function buildSystem(
  recipe: SystemRecipe,
  sizes: Omit<SystemShape, 'rng'>,
  cells?: TrainingSet,
): BuiltSystem {
  const { seed } = recipe;
  const assembly = recipe.build({ ...sizes, rng: createRng(`${seed}/init`) }, cells);
  checkPhases(assembly);
  const model: Run['model'] = {
    networks: Object.values(assembly.networks),
    error: (minibatch, step) => assembly.error(minibatch, step),
    noiseLevel: (progress) => assembly.noiseLevel?.(progress) ?? 0,
  };
  const known = assembly.sharedMoments ? new Map<tf.Variable, AdamMoments>() : undefined;
  const phases = assembly.phases.map((parts) => phaseOf(assembly, parts, known));
  return { assembly, run: { model, phases, streams: streamsOf(seed), sampler: randomSampler, epoch: 0 } };
}

/** Disposes what {@link buildSystem} made. */
export function disposeSystem({ assembly, run }: BuiltSystem): void {
  tf.dispose(Object.values(assembly.networks).flatMap(({ variables }) => [...variables]));
  for (const { optimizer } of run.phases) optimizer.dispose();
}
