import {
  abortSignal,
  aCategory,
  numberWithin,
  oneOf,
  optional,
  optionalFunction,
  textList,
} from '../../check/checks.js';
import { asGiven, type OptionTable } from '../../check/options.js';
import type { Categories } from '../../matrix/categories.js';
import { type Compile, checkCompile } from '../../onnx/wantedRuntime.js';
import type { InputKind } from './inputScale.js';

/** What genes get that cells lack. */
export type MissingGenes = 'mean' | 'zero' | 'error';

/** Options of calls that take cells after `fit`. */
export interface CellOptions {
  /**
   * Names of the columns of x. If `fit` was given names too, genes are matched by name: columns are brought into the model's order,
   * and genes that the model doesn't have are left out, which is said. Results per gene then have the columns of `model.genes`.
   */
  genes?: readonly string[];
  /**
   * What to do if x lacks genes of the model. `'mean'` (default): they get the mean of the cells of `fit` on the networks' scale, with
   * a warning; `'zero'`: 0, with a warning; `'error'`: an error.
   */
  missingGenes?: MissingGenes;
  /** Share of the model's genes that x must have, else an error; default 0.5. Below 0.8, a warning says that it is little. */
  leastMatched?: number;
  /**
   * What x holds. `'auto'` (default): its units are compared with those of `fit`; others are converted where that is exact, with a
   * warning, or refused ({@link describeUnits}). `'counts'`: counts, whatever they look like. `'asIs'`: the units of `fit`; nothing
   * is compared.
   */
  input?: 'auto' | InputKind;
  /**
   * Whether onnxruntime computes, on as many threads as it chooses. `'auto'` (default): if it is installed, the backend isn't a
   * GPU and it takes less time, that is, from 2,048 cells and 8 million values (cells x genes), unless the first layer reads
   * compressed rows (as {@link DisentangledAE}'s does) and less than 20 % of the values are stored.
   */
  compile?: Compile;
  /** Receives warnings, such as that a map can't be compiled; default `console.warn`, once per process. */
  onWarning?: (message: string) => void;
  /** Aborts the call, between two chunks of cells: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every chunk of about a thousand cells, with the number of cells done so far and of all cells. */
  onProgress?: (done: number, cells: number) => void;
}

/** Options of `correct`. */
export interface CorrectOptions extends CellOptions {
  /** The batch to correct to; default: the mean over the batches of `fit`. */
  to?: string | number;
  /** The batch of each cell, needed for cells of batches that {@link System.extend} has added. */
  batch?: Categories;
}

/** {@link CellOptions} with defaults filled in. */
/** {@link CellOptions} with defaults. */
export interface CellValues {
  genes: readonly string[] | undefined;
  missingGenes: MissingGenes;
  leastMatched: number;
  input: 'auto' | InputKind;
  compile: Compile;
  onWarning: ((message: string) => void) | undefined;
  signal: AbortSignal | undefined;
  onProgress: ((done: number, cells: number) => void) | undefined;
}

/** Defaults and checks of {@link CellOptions}. */
export const cellTable: OptionTable<CellOptions, CellValues> = {
  genes: optional(textList),
  missingGenes: (argument, given = 'mean') => oneOf(argument, given, ['mean', 'zero', 'error']),
  leastMatched: (argument, given = 0.5) => numberWithin(argument, given, 0, 1),
  input: (argument, given = 'auto') => oneOf(argument, given, ['auto', 'counts', 'asIs']),
  compile: (argument, given = 'auto') => checkCompile(argument, given),
  onWarning: optionalFunction,
  signal: optional(abortSignal),
  onProgress: optionalFunction,
};

/** Defaults and checks of {@link CorrectOptions}. */
export const correctTable: OptionTable<CorrectOptions, CellValues & { to: unknown; batch: unknown }> = {
  ...cellTable,
  batch: asGiven,
  to: optional(aCategory),
};
