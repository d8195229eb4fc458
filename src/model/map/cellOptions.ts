import { asGiven, type OptionTable } from '../../check/options.js';
import { type Compile, checkCompile } from '../../onnx/wantedRuntime.js';

/** Options of calls that take cells after `fit`. */
export interface CellOptions {
  /** Names of the columns of x, to be compared with those at `fit`. */
  genes?: readonly string[];
  /**
   * Whether onnxruntime computes, on as many threads as it thinks fit: `'auto'` (default) where it is installed, the backend
   * isn't a GPU and it takes less time: for 2,048 cells and 8 million values (cells x genes) or more, but not where the first
   * layer reads compressed rows (as {@link DisentangledAE}'s does) of which less than 20 % is stored.
   */
  compile?: Compile;
  /** Gets what must be said, such as that a map can't be compiled; default `console.warn`, once per process. */
  onWarning?: (message: string) => void;
}

/** Options of `correct`. */
export interface CorrectOptions extends CellOptions {
  /** Batch that the cells are to look like; default: the mean over all batches. */
  to?: string | number;
}

/** {@link CellOptions} with defaults filled in. */
interface CellValues {
  genes: readonly string[] | undefined;
  compile: Compile;
  onWarning: ((message: string) => void) | undefined;
}

/** How {@link CellOptions} are read. */
export const cellTable: OptionTable<CellOptions, CellValues> = {
  genes: (_, given) => given,
  compile: (argument, given = 'auto') => checkCompile(argument, given),
  onWarning: (_, given) => given,
};

/** How {@link CorrectOptions} are read. */
export const correctTable: OptionTable<CorrectOptions, CellValues & { to: unknown }> = {
  ...cellTable,
  to: asGiven,
};
