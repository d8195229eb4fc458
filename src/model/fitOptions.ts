import {
  abortSignal,
  numberWithin,
  optional,
  optionalFunction,
  textList,
  trueOrFalse,
  wholeNumber,
} from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { type Compile, checkCompile } from '../onnx/wantedRuntime.js';
import type { Progress } from '../schedules/schedule.js';
import { checkEarlyStopping, type EarlyStopping } from '../train/earlyStopping.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Plan } from '../train/plan.js';
import { type CheckpointOptions, checkpointOption } from './checkpoint/checkpointOptions.js';
import type { Preprocessing } from './file/cellsHeader.js';

/** Options of `fit` that every model takes. */
export interface SystemFitOptions {
  /** Number of passes over the cells; default as many as make about 800 steps, at least 10 and at most 200. */
  epochs?: number;
  /** Cells per minibatch; default 128. */
  batchSize?: number;
  /** Whether an incomplete last minibatch is left out; default true. Each epoch leaves out other cells. */
  dropLast?: boolean;
  /** Share of the cells that is held out for validation, in [0, 1); default 0. */
  validation?: number;
  /**
   * Stops when the error of the held-out cells no longer falls. Once `fit` has ended, for whatever reason, the best epoch so far is used.
   * Requires `validation`.
   */
  earlyStopping?: EarlyStopping;
  /**
   * Number of cells whose latents for the biology the model remembers, so that {@link System.extend} can map a new batch onto them;
   * default 2000, at random. A file holds two numbers per cell and dimension, 160 kB with the defaults. 0: none.
   */
  memory?: number;
  /** Names of the columns of x. They are saved with the model and compared at `transform`. */
  genes?: readonly string[];
  /** How x was prepared, as plain values. It is saved with the model, so that other cells can be prepared the same way. */
  preprocessing?: Preprocessing;
  /**
   * Whether a batch or another column of categories may have nearly as many categories as cells, as barcodes and measurements
   * do; default false: such a column is refused. More than 20 categories need five cells each, on average.
   */
  manyCategories?: boolean;
  /**
   * Whether training steps are compiled to one graph that onnxruntime runs. `'auto'` (default): if onnxruntime-node or
   * onnxruntime-web is installed and the backend isn't a GPU. A model that can't be compiled trains uncompiled, with one
   * warning. `fitTransform` passes it on to `transform`.
   */
  compile?: Compile;
  /**
   * How often the run may go on after a loss, a gradient or a weight that isn't finite: from the end of the last whole epoch, with half
   * the learning rate for the rest of the run, halved again each time, with a warning. Default 0: such a fault ends the fit. It counts the
   * whole run: resume with a larger number for more.
   */
  retries?: number;
  /** Called after every epoch; may be async. */
  onEpoch?: (record: EpochRecord) => void | Promise<void>;
  /** Called after every minibatch, for progress within long epochs: at once and often, so keep it short. */
  onStep?: (progress: Progress) => void;
  /** Receives warnings, such as that a term has no effect; default `console.warn`. */
  onWarning?: (message: string) => void;
  /**
   * Aborts the fit: `fit` rejects with the signal's reason, and the model stays at the end of the last whole epoch, or of the best one with
   * `earlyStopping`.
   */
  signal?: AbortSignal;
  /**
   * Keeps the run in a file while it trains, so that it can go on after a kill (Node). The file is an ordinary model file: the end of the
   * last whole epoch, and at the end of `fit`, for whatever reason, the model as it then is.
   */
  checkpoint?: CheckpointOptions;
  /**
   * Continues the run that was aborted or saved, instead of starting again; default false. With `checkpoint`, a new model continues the
   * run in that file, and starts one if there is no file.
   */
  resume?: boolean;
}

function plainValues(argument: string, given: Preprocessing | undefined): Preprocessing | undefined {
  const odd = Object.entries(given ?? {}).find(
    ([, value]) => !(['string', 'boolean'].includes(typeof value) || Number.isFinite(value)),
  );
  if (odd === undefined) return given;
  const expected = 'text, finite numbers, true and false, which a file can hold';
  throw badValue({ argument: `${argument}.${odd[0]}`, expected, received: `${odd[1]}` });
}

/** Learning rates halved more often than this no longer move anything. */
const mostRetries = 20;

function numberOfRetries(argument: string, given: number): number {
  return numberWithin(argument, wholeNumber(argument, given, 0), 0, mostRetries);
}

/** Measured: 200 cells cost .02 of the integration score, more than 2,000 gain nothing. */
const usualMemory = 2000;

const planTable = {
  epochs: (argument, given) => (given === undefined ? given : wholeNumber(argument, given)),
  batchSize: (argument, given = 128) => wholeNumber(argument, given, 2),
  dropLast: (argument, given = true) => trueOrFalse(argument, given),
  validation: (argument, given = 0) => numberWithin(argument, given, 0, 0.999),
  earlyStopping: optional((_, given) => checkEarlyStopping(given) && given),
  memory: (argument, given = usualMemory) => wholeNumber(argument, given, 0),
} satisfies OptionTable<Pick<SystemFitOptions, keyof Plan>>;

const table = {
  ...planTable,
  genes: optional(textList),
  preprocessing: plainValues,
  manyCategories: (argument, given = false) => trueOrFalse(argument, given),
  compile: (argument, given = 'auto') => checkCompile(argument, given),
  retries: (argument, given = 0) => numberOfRetries(argument, given),
  onEpoch: optionalFunction,
  onStep: optionalFunction,
  onWarning: optionalFunction,
  signal: optional(abortSignal),
  checkpoint: optional(checkpointOption),
  resume: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<SystemFitOptions>;

/** Throws on an option that is unknown or impossible. */
export function checkFitOptions(options: SystemFitOptions): void {
  readOptions('fit', options, table);
}

/** As many epochs as make about 800 steps. */
function defaultEpochs(cells: number, batchSize: number): number {
  const steps = Math.max(1, Math.floor(cells / batchSize));
  return Math.min(200, Math.max(10, Math.round(800 / steps)));
}

/** The plan of a new run. */
export function planOf(options: SystemFitOptions, cells: number): Plan {
  const { epochs, batchSize, dropLast, validation, earlyStopping, memory } = readOptions(
    'fit',
    options,
    table,
  );
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
    memory,
  };
}

/** Throws on a plan from a file that `fit` wouldn't have made. */
export function checkPlan(plan: Plan): void {
  const { epochs } = readOptions('plan', plan, planTable, '.');
  wholeNumber('plan.epochs', epochs);
}

/** The plan of a resumed run: that of the first run. Only the number of epochs may change. */
export function resumedPlan(options: SystemFitOptions, plan: Plan): Plan {
  for (const name of Object.keys(planTable) as (keyof Plan)[]) {
    if (name === 'epochs' || options[name] === undefined) continue;
    if (JSON.stringify(options[name]) === JSON.stringify(plan[name])) continue;
    const expected = `${name} as in the first run (${JSON.stringify(plan[name])}) when resuming`;
    throw badValue({ argument: `fit: ${name}`, expected, received: JSON.stringify(options[name]) });
  }
  return { ...plan, epochs: options.epochs ?? plan.epochs };
}
