import { asGiven, type OptionTable } from '../../check/options.js';
import { type Compile, checkCompile } from '../../onnx/wantedRuntime.js';

/** Options of calls that take cells after `fit`. */
export interface CellOptions {
  /** Names of the columns of x. They are compared with those of `fit`. */
  genes?: readonly string[];
  /**
   * Whether onnxruntime computes, on as many threads as it chooses. `'auto'` (default): if it is installed, the backend isn't a
   * GPU and it takes less time, that is, from 2,048 cells and 8 million values (cells x genes), unless the first layer reads
   * compressed rows (as {@link DisentangledAE}'s does) and less than 20 % of the values are stored.
   */
  compile?: Compile;
  /** Receives warnings, such as that a map can't be compiled; default `console.warn`, once per process. */
  onWarning?: (message: string) => void;
  /** Called after every chunk of about a thousand cells, with the number of cells done so far and of all cells. */
  onProgress?: (done: number, cells: number) => void;
}

/** Options of `correct`. */
export interface CorrectOptions extends CellOptions {
  /** The batch to correct to; default: the mean over all batches. */
  to?: string | number;
}

/** {@link CellOptions} with defaults filled in. */
interface CellValues {
  genes: readonly string[] | undefined;
  compile: Compile;
  onWarning: ((message: string) => void) | undefined;
  onProgress: ((done: number, cells: number) => void) | undefined;
}

/** Defaults and checks of {@link CellOptions}. */
export const cellTable: OptionTable<CellOptions, CellValues> = {
  genes: (_, given) => given,
  compile: (argument, given = 'auto') => checkCompile(argument, given),
  onWarning: (_, given) => given,
  onProgress: (_, given) => given,
};

/** Defaults and checks of {@link CorrectOptions}. */
export const correctTable: OptionTable<CorrectOptions, CellValues & { to: unknown }> = {
  ...cellTable,
  to: asGiven,
};
