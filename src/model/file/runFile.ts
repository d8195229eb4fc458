import { badValue } from '../../check/errors.js';
import type { RngState } from '../../random/rng.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import { withShapes } from '../../train/optimizers/optimizer.js';
import type { Plan } from '../../train/plan.js';
import { capture, networksOf, type Run, restoreVariables, streamsOf, type Trained } from '../../train/run.js';
import type { NamedArray } from './container.js';
import { type FieldTest, isCount, isListOf, isObject } from './headerFields.js';

/** The part of a file's header that describes the training run. */
export interface RunHeader {
  plan: Plan;
  /** Number of epochs done. */
  epoch: number;
  streams: { shuffle: RngState; noise: RngState };
  /** Step counts of each phase's optimizer. */
  optimizerCounts: number[][];
  history: EpochRecord[];
}

/** Checks of the fields of a {@link RunHeader}. */
export const runFields: Readonly<Record<keyof RunHeader, FieldTest>> = {
  plan: isObject,
  epoch: isCount,
  streams: isObject,
  optimizerCounts: isListOf(isListOf(isCount)),
  history: isListOf(isObject),
};

/** Names arrays `prefix/0`, `prefix/1`, …: by position, since the names of tfjs variables differ from run to run. */
const numbered = (
  prefix: string,
  tensors: readonly { shape: readonly number[]; data: Float32Array }[],
): NamedArray[] => tensors.map(({ shape, data }, i) => ({ path: `${prefix}/${i}`, shape, data }));

/** The arrays `prefix/0`, `prefix/1`, …, in order. */
function inOrder(arrays: ReadonlyMap<string, NamedArray>, prefix: string): NamedArray[] {
  const found: NamedArray[] = [];
  for (let next = arrays.get(`${prefix}/0`); next; next = arrays.get(`${prefix}/${found.length}`))
    found.push(next);
  return found;
}

const variablesOf = (run: Run) => networksOf(run).flatMap(({ variables }) => variables);

/** Packs everything of a run that is needed to use the model and to resume to the bit. */
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
 * Writes the values of a file into the variables of a run.
 *
 * @throws RangeError if shapes differ, because the file was made with other networks.
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

/** Restores what a run needs to resume: optimizers, random streams, the best epoch. */
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

/** Restores a record from a file. JSON has no NaN: a term that wasn't computed is null there. */
export function reviveRecord(record: EpochRecord): EpochRecord {
  const { validation } = record;
  const revived = { ...record, terms: nanForNull(record.terms) };
  return validation
    ? { ...revived, validation: { ...validation, terms: nanForNull(validation.terms) } }
    : revived;
}
