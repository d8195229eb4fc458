import { badValue } from '../../check/errors.js';
import type { RngState } from '../../random/rng.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import { withShapes } from '../../train/optimizers/optimizer.js';
import type { Plan } from '../../train/plan.js';
import { capture, networksOf, type Run, restoreVariables, streamsOf, type Trained } from '../../train/run.js';
import type { NamedArray } from './container.js';
import { type FieldTest, isCount, isListOf, isObject } from './headerFields.js';

/** What a model file says of the training run, beside its arrays. */
export interface RunHeader {
  plan: Plan;
  /** Epochs done. */
  epoch: number;
  streams: { shuffle: RngState; noise: RngState };
  /** Whole numbers of each phase's optimizer. */
  optimizerCounts: number[][];
  history: EpochRecord[];
}

/** How the fields of a {@link RunHeader} are checked. */
export const runFields: Readonly<Record<keyof RunHeader, FieldTest>> = {
  plan: isObject,
  epoch: isCount,
  streams: isObject,
  optimizerCounts: isListOf(isListOf(isCount)),
  history: isListOf(isObject),
};

/** `prefix/0`, `prefix/1`, …: arrays are kept by position, since tfjs' variable names differ from run to run. */
const numbered = (
  prefix: string,
  tensors: readonly { shape: readonly number[]; data: Float32Array }[],
): NamedArray[] => tensors.map(({ shape, data }, i) => ({ path: `${prefix}/${i}`, shape, data }));

/** Arrays `prefix/0`, `prefix/1`, … in order. */
function inOrder(arrays: ReadonlyMap<string, NamedArray>, prefix: string): NamedArray[] {
  const found: NamedArray[] = [];
  for (let next = arrays.get(`${prefix}/0`); next; next = arrays.get(`${prefix}/${found.length}`))
    found.push(next);
  return found;
}

const variablesOf = (run: Run) => networksOf(run).flatMap(({ variables }) => variables);

/** All of a run that must be kept to use it and to go on bit-equal. */
export async function packRun({
  run,
  plan,
  history,
}: Trained): Promise<{ header: RunHeader; arrays: NamedArray[] }> {
  const { variables, optimizers, streams, epoch, best } = await capture(run);
  const tensors = variablesOf(run);
  const arrays = [
    ...numbered('variables', withShapes(tensors, variables)),
    ...optimizers.flatMap(({ tensors: moments }, i) => numbered(`optimizers/${i}`, moments)),
    ...numbered('best', best ? withShapes(tensors, best) : []),
  ];
  const optimizerCounts = optimizers.map(({ counts }) => counts);
  return { header: { plan, epoch, streams, optimizerCounts, history }, arrays };
}

/**
 * Writes the values of a file into a run's variables.
 *
 * @throws RangeError if shapes differ: the file was made with other networks.
 */
export function unpackVariables(run: Run, arrays: ReadonlyMap<string, NamedArray>, next: string): void {
  const saved = inOrder(arrays, 'variables');
  variablesOf(run).forEach(({ shape }, i) => {
    const received = saved[i] ? `[${saved[i].shape}]` : 'none';
    if (received === `[${shape}]`) return;
    throw badValue({ argument: `load: variable ${i}`, expected: `shape [${shape}]`, received, next });
  });
  restoreVariables(
    run,
    saved.map(({ data }) => data),
  );
}

/** Brings back what a run needs to go on: optimizers, streams, the best epoch. */
export async function unpackRun(
  run: Run,
  header: RunHeader,
  arrays: ReadonlyMap<string, NamedArray>,
  seed: number | string,
): Promise<void> {
  for (const [i, { optimizer }] of run.phases.entries()) {
    const tensors = inOrder(arrays, `optimizers/${i}`).map(({ shape, data }) => ({
      shape: [...shape],
      data,
    }));
    await optimizer.restore({ counts: header.optimizerCounts[i] ?? [], tensors });
  }
  run.streams = streamsOf(seed, header.streams);
  const best = inOrder(arrays, 'best');
  if (best.length) run.best = best.map(({ data }) => data);
}

const nanForNull = (values: Record<string, number | null>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? Number.NaN]));

/** A record out of a file: JSON has no NaN, so that a term that wasn't computed comes back as null. */
export function reviveRecord(record: EpochRecord): EpochRecord {
  const { validation } = record;
  const revived = { ...record, terms: nanForNull(record.terms) };
  return validation
    ? { ...revived, validation: { ...validation, terms: nanForNull(validation.terms) } }
    : revived;
}
