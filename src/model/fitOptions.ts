import { numberWithin, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { type Compile, checkCompile } from '../onnx/wantedRuntime.js';
import { checkEarlyStopping, type EarlyStopping } from '../train/earlyStopping.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Plan } from '../train/plan.js';
import type { Preprocessing } from './file/cellsHeader.js';

/** Options of `fit`, the same for every model. */
export interface SystemFitOptions {
  /** Passes over the cells; default 800 steps' worth, at least 10, at most 200. */
  epochs?: number;
  /** Cells per minibatch; default 128. */
  batchSize?: number;
  /** Leaves an incomplete last minibatch out; default true (other cells are left out in each epoch). */
  dropLast?: boolean;
  /** Share of cells held out to watch, in [0, 1); default 0. */
  validation?: number;
  /** Stops when the error of the held-out cells no longer falls, and keeps the best epoch. Needs `validation`. */
  earlyStopping?: EarlyStopping;
  /** Names of the columns of x: saved with the model and compared at `transform`. */
  genes?: readonly string[];
  /** What was done to x before, as plain values: saved with the model, for whoever prepares other cells the same way. */
  preprocessing?: Preprocessing;
  /**
   * Whether training steps are compiled to one graph that onnxruntime runs: `'auto'` (default) where onnxruntime-node or
   * onnxruntime-web is installed and the backend isn't a GPU. What can't be compiled is said once, and trains uncompiled.
   * `fitTransform` hands it on to `transform`.
   */
  compile?: Compile;
  /** Called after every epoch; may be async. */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
  /** Gets what must be said once, such as a term that can't act; default `console.warn`. */
  onWarning?: (message: string) => void;
  /** Aborts: `fit` rejects with the signal's reason, the model stays at the end of the last whole epoch. */
  signal?: AbortSignal;
  /** Goes on with the run that was aborted or saved, instead of starting anew; default false. */
  resume?: boolean;
}

const planTable = {
  epochs: (argument, given) => (given === undefined ? given : wholeNumber(argument, given)),
  batchSize: (argument, given = 128) => wholeNumber(argument, given, 2),
  dropLast: (_, given = true) => given,
  validation: (argument, given = 0) => numberWithin(argument, given, 0, 0.999),
  earlyStopping: (_, given) => given && checkEarlyStopping(given) && given,
} satisfies OptionTable<Pick<SystemFitOptions, keyof Plan>>;

const table = {
  ...planTable,
  genes: asGiven,
  preprocessing: asGiven,
  compile: (argument, given = 'auto') => checkCompile(argument, given),
  onEpoch: asGiven,
  onWarning: asGiven,
  signal: asGiven,
  resume: (_, given = false) => given,
} satisfies OptionTable<SystemFitOptions>;

/** Throws on an option that is unknown or impossible. */
export function checkFitOptions(options: SystemFitOptions): void {
  readOptions('fit', options, table);
}

/** About 800 steps, whatever the number of cells. */
function defaultEpochs(cells: number, batchSize: number): number {
  const steps = Math.max(1, Math.floor(cells / batchSize));
  return Math.min(200, Math.max(10, Math.round(800 / steps)));
}

/** The plan of a new run. */
export function planOf(options: SystemFitOptions, cells: number): Plan {
  const { epochs, batchSize, dropLast, validation, earlyStopping } = readOptions('fit', options, table);
  if (earlyStopping && validation === 0) {
    const next = 'Hold some cells out: validation: 0.1.';
    throw badValue({ argument: 'fit: earlyStopping', expected: 'validation above 0', received: '0', next });
  }
  const usual = defaultEpochs(Math.round(cells * (1 - validation)), batchSize);
  return {
    epochs: epochs ?? usual,
    batchSize,
    dropLast,
    validation,
    ...(earlyStopping ? { earlyStopping } : {}),
  };
}

/** The plan of a resumed run: the first run's, of which only the number of epochs may change. */
export function resumedPlan(options: SystemFitOptions, plan: Plan): Plan {
  for (const name of Object.keys(planTable) as (keyof Plan)[]) {
    if (name === 'epochs' || options[name] === undefined) continue;
    if (JSON.stringify(options[name]) === JSON.stringify(plan[name])) continue;
    const expected = `${name} as in the first run (${JSON.stringify(plan[name])}) when resuming`;
    throw badValue({ argument: `fit: ${name}`, expected, received: JSON.stringify(options[name]) });
  }
  return { ...plan, epochs: options.epochs ?? plan.epochs };
}
