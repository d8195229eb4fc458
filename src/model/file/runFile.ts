import { isRngState, type RngState } from '../../random/rng.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import { withShapes } from '../../train/optimizers/optimizer.js';
import type { Phase } from '../../train/phase.js';
import type { Plan } from '../../train/plan.js';
import {
  capture,
  networksOf,
  type Run,
  restoreVariables,
  scaleRates,
  streamsOf,
  type Trained,
} from '../../train/run.js';
import type { NamedArray } from './container.js';
import {
  badModelFile,
  type FieldTest,
  isCount,
  isListOf,
  isMissingOr,
  isNumberOrNull,
  isObject,
  isRecordOf,
  isTableOf,
} from './headerFields.js';
import { memoryPaths } from './memoryFile.js';

/** The part of a file's header that describes the training run. */
export interface RunHeader {
  plan: Plan;
  /** Number of epochs done. */
  epoch: number;
  streams: { shuffle: RngState; noise: RngState };
  /** Step counts of each phase's optimizer. */
  optimizerCounts: number[][];
  /** See {@link Run}; absent if it is 1. */
  rateFactor?: number;
  history: EpochRecord[];
}

const isNumbers = isTableOf(isNumberOrNull);

const validationFields: Readonly<Record<keyof NonNullable<EpochRecord['validation']>, FieldTest>> = {
  total: isNumberOrNull,
  terms: isNumbers,
  error: isNumberOrNull,
};

const recordFields: Readonly<Record<keyof EpochRecord, FieldTest>> = {
  epoch: isCount,
  epochs: isCount,
  total: isNumberOrNull,
  terms: isNumbers,
  weights: isNumbers,
  noise: isNumberOrNull,
  learningRates: isNumbers,
  seconds: isNumberOrNull,
  validation: isMissingOr(isRecordOf(validationFields)),
};

/** Checks of the fields of a {@link RunHeader}; the plan's own are those of `fit`. */
export const runFields: Readonly<Record<keyof RunHeader, FieldTest>> = {
  plan: isObject,
  epoch: isCount,
  streams: isRecordOf({ shuffle: isRngState, noise: isRngState }),
  optimizerCounts: isListOf(isListOf(isCount)),
  rateFactor: isMissingOr((value) => typeof value === 'number' && value > 0 && value <= 1),
  history: isListOf(isRecordOf(recordFields)),
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
  const { variables, optimizers, streams, epoch, rateFactor, best, last } = await capture(run);
  const tensors = variablesOf(run);
  const arrays = [
    ...numbered('variables', withShapes(tensors, variables)),
    ...optimizers.flatMap(({ tensors: moments }, i) => numbered(`optimizers/${i}`, moments)),
    ...numbered('best', best ? withShapes(tensors, best) : []),
    ...numbered('last', last ? withShapes(tensors, last) : []),
  ];
  const optimizerCounts = optimizers.map(({ counts }) => counts);
  const slowed = rateFactor === 1 ? {} : { rateFactor };
  return { header: { plan, epoch, streams, optimizerCounts, ...slowed, history }, arrays };
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean => `${a}` === `${b}`;

const countOf = (arrays: ReadonlyMap<string, NamedArray>, prefix: string): number =>
  inOrder(arrays, prefix).length;

/**
 * Checks that every array has a place in a run and holds numbers: weights finite ones.
 *
 * @throws Error (`ZBIO_BAD_FILE`) that names the array.
 */
export function checkArrays(arrays: ReadonlyMap<string, NamedArray>, { optimizerCounts }: RunHeader): void {
  const moments = optimizerCounts.map((_, i) => countOf(arrays, `optimizers/${i}`));
  const runs = ['variables', 'best', 'last'].map((prefix) => countOf(arrays, prefix));
  const placed = [...runs, ...moments, memoryPaths.filter((path) => arrays.has(path)).length];
  if (placed.reduce((a, b) => a + b, 0) !== arrays.size) {
    throw badModelFile("the file's arrays aren't those of a model");
  }
  for (const { path, data } of arrays.values()) {
    // A moment may have overflown without harm.
    const isBad = path.startsWith('optimizers') ? Number.isNaN : (value: number) => !Number.isFinite(value);
    if (data.some(isBad)) throw badModelFile(`the array '${path}' holds NaN or infinity`);
  }
}

/**
 * Writes the values of a file into the variables of a run.
 *
 * @param whole - Whether the run has all networks of the one that was saved; if not, its terms have made none.
 * @throws Error (`ZBIO_BAD_FILE`) if shapes differ, because the file was made with other networks.
 */
export function unpackVariables(
  run: Run,
  arrays: ReadonlyMap<string, NamedArray>,
  { next, whole }: { next: string; whole: boolean },
): void {
  const saved = inOrder(arrays, 'variables');
  const variables = variablesOf(run);
  const wrong = variables.findIndex(({ shape }, i) => !saved[i] || !sameShape(saved[i].shape, shape));
  if (wrong >= 0) {
    const received = saved[wrong] ? `[${saved[wrong].shape}]` : 'none';
    const expected = `shape [${variables[wrong]!.shape}]`;
    throw badModelFile(`variable ${wrong}: expected ${expected}, received ${received}`, next);
  }
  if (whole && saved.length > variables.length) {
    throw badModelFile(`expected ${variables.length} variables, received ${saved.length}`, next);
  }
  restoreVariables(
    run,
    saved.map(({ data }) => data),
  );
}

/** Whether a saved state is one of this optimizer: one pair of moments, or some slots, for each variable. */
function fits({ optimizer, variables }: Phase, counts: readonly number[], saved: NamedArray[]): boolean {
  const { moments } = optimizer;
  const expected = moments?.flatMap(({ first, second }) => [first, second]) ?? variables;
  const whole = moments
    ? counts.length === moments.length && saved.length === expected.length
    : counts.length === 1 && saved.length % expected.length === 0;
  return whole && saved.every(({ shape }, i) => sameShape(shape, expected[i % expected.length]!.shape));
}

/** The variables of another epoch than that in use, if the file holds them. Throws if they have other shapes. */
function epochOf(
  run: Run,
  arrays: ReadonlyMap<string, NamedArray>,
  which: 'best' | 'last',
  next: string,
): Float32Array[] | undefined {
  const saved = inOrder(arrays, which);
  if (saved.length === 0) return undefined;
  const variables = variablesOf(run);
  if (
    saved.length === variables.length &&
    variables.every(({ shape }, i) => sameShape(saved[i]!.shape, shape))
  )
    return saved.map(({ data }) => data);
  throw badModelFile(`the ${which} epoch's variables have other shapes`, next);
}

/**
 * Restores what a run needs to resume: optimizers, random streams, the best and the last epoch.
 *
 * @throws Error (`ZBIO_BAD_FILE`) if the file doesn't hold the state of these optimizers, or epochs of other shapes.
 */
export async function unpackRun(
  run: Run,
  { optimizerCounts, streams, rateFactor = 1 }: RunHeader,
  arrays: ReadonlyMap<string, NamedArray>,
  { seed, next }: { seed: number | string; next: string },
): Promise<void> {
  const states = run.phases.map((_, i) => inOrder(arrays, `optimizers/${i}`));
  const wrong = run.phases.find((phase, i) => !fits(phase, optimizerCounts[i] ?? [], states[i]!));
  if (wrong || optimizerCounts.length !== run.phases.length) {
    throw badModelFile('the state of the optimizers is of another kind', next);
  }
  const [best, last] = [epochOf(run, arrays, 'best', next), epochOf(run, arrays, 'last', next)];
  for (const [i, { optimizer }] of run.phases.entries()) {
    const tensors = states[i]!.map(({ shape, data }) => ({ shape: [...shape], data }));
    await optimizer.restore({ counts: optimizerCounts[i]!, tensors });
  }
  if (rateFactor !== 1) scaleRates(run, rateFactor);
  run.streams = streamsOf(seed, streams);
  if (best) run.best = best;
  if (last) run.last = last;
}

/** JSON has no NaN: it holds null for a term that wasn't computed. */
const nanForNull = <Values extends object>(values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? Number.NaN : value]),
  ) as Values;

/** Restores a record from a file. */
export function reviveRecord(record: EpochRecord): EpochRecord {
  const { terms, weights, validation } = record;
  const revived = { ...nanForNull(record), terms: nanForNull(terms), weights: nanForNull(weights) };
  if (!validation) return revived;
  return { ...revived, validation: { ...nanForNull(validation), terms: nanForNull(validation.terms) } };
}
