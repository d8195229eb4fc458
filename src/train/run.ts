import type { Network } from '../nn/network.js';
import { createRng, type Rng, type RngState } from '../random/rng.js';
import { readValues, writeValues } from '../tensor/values.js';
import type { EpochRecord } from './epochRecord.js';
import type { OptimizerState } from './optimizers/optimizer.js';
import type { Phase } from './phase.js';
import type { Plan } from './plan.js';
import type { Sampler } from './sampler.js';
import type { BoundTerm } from './term.js';
import type { Trainable } from './trainable.js';

/** The random streams of a training run: the order of cells, and noise with all other draws. */
export type Streams = { shuffle: Rng; noise: Rng };

/** A training run: everything that changes while it trains. */
export interface Run {
  model: Trainable;
  phases: readonly Phase[];
  streams: Streams;
  /** Cuts each epoch into minibatches. */
  sampler: Sampler;
  /** Number of epochs done. */
  epoch: number;
  /** What the learning rates are multiplied by: 1, halved at each retry after a fault. */
  rateFactor: number;
  /** With early stopping: the variables of the best epoch so far. */
  best?: Float32Array[];
  /** With early stopping, between two trainings: the variables of the last epoch, while those of the best one are in use. */
  last?: Float32Array[];
}

/** The result of training. */
export interface Trained {
  /** Everything that changes while training. @internal */
  run: Run;
  /** Epochs, batch size and the like. */
  plan: Plan;
  /** One record per epoch. */
  history: EpochRecord[];
}

/** The part of a run that owns networks. */
export interface Built {
  model: Pick<Trainable, 'networks'>;
  phases: readonly { terms: readonly BoundTerm<never>[] }[];
}

/** The state of a run, to return to it or to resume from it to the bit. */
export interface Snapshot {
  variables: Float32Array[];
  optimizers: OptimizerState[];
  streams: Record<keyof Streams, RngState>;
  epoch: number;
  rateFactor: number;
  best?: Float32Array[];
  last?: Float32Array[];
}

/** Every network of a run once, in a fixed order: those of the model, then those of its terms. */
export function networksOf({ model, phases }: Built): Pick<Network, 'variables'>[] {
  const owned = phases.flatMap(({ terms }) => terms.flatMap(({ networks }) => networks));
  return [...new Set([...model.networks, ...owned])];
}

/** The random streams of a root seed, at their start or at `state`. */
export function streamsOf(seed: number | string, state?: Snapshot['streams']): Streams {
  return {
    shuffle: createRng(`${seed}/shuffle`, state?.shuffle),
    noise: createRng(`${seed}/noise`, state?.noise),
  };
}

/** Copies the state of a run from tfjs. */
export async function capture(run: Run): Promise<Snapshot> {
  const variables = networksOf(run).flatMap((network) => network.variables);
  return {
    variables: await readValues(variables),
    optimizers: await Promise.all(run.phases.map(({ optimizer }) => optimizer.state())),
    streams: { shuffle: run.streams.shuffle.state(), noise: run.streams.noise.state() },
    epoch: run.epoch,
    rateFactor: run.rateFactor,
    ...(run.best ? { best: run.best } : {}),
    ...(run.last ? { last: run.last } : {}),
  };
}

/** Writes values into the variables of a run, in the order of {@link networksOf}. */
export function restoreVariables(run: Built, values: readonly Float32Array[]): void {
  writeValues(
    networksOf(run).flatMap((network) => network.variables),
    values,
  );
}

/** Has the best epoch used, if there is one, and keeps the last one to go on from. Variables that are disposed stay so. */
export async function useBest(run: Run): Promise<void> {
  const variables = networksOf(run).flatMap((network) => network.variables);
  if (!run.best || variables.some(({ isDisposed }) => isDisposed)) return;
  run.last = await readValues(variables);
  restoreVariables(run, run.best);
}

/** Returns to the last epoch, after {@link useBest}. */
export function useLast(run: Run): void {
  if (run.last) restoreVariables(run, run.last);
  delete run.last;
}

/** Multiplies the learning rates of all phases by a factor from now on, in place of an earlier factor. */
export function scaleRates(run: Run, factor: number): void {
  run.rateFactor = factor;
  for (const { optimizer } of run.phases) optimizer.scaleRate(factor);
}

/** Returns a run to a snapshot. */
export async function restore(run: Run, snapshot: Snapshot, seed: number | string): Promise<void> {
  restoreVariables(run, snapshot.variables);
  for (const [i, { optimizer }] of run.phases.entries()) await optimizer.restore(snapshot.optimizers[i]!);
  run.streams = streamsOf(seed, snapshot.streams);
  run.epoch = snapshot.epoch;
  if (run.rateFactor !== snapshot.rateFactor) scaleRates(run, snapshot.rateFactor);
  if (snapshot.best) run.best = snapshot.best;
}
