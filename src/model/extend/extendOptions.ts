import { aSeed, oneOf, optional, optionalFunction } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { type CellOptions, type CellValues, cellTable } from '../map/cellOptions.js';
import type { MapForm } from '../map/extensionParts.js';

/** Options of {@link System.extend}. */
export interface ExtendOptions extends Omit<CellOptions, 'onProgress'> {
  /**
   * What is trained for each new batch. `'aligned'` (default): a scale and a shift behind the encoder's first norm, from the batch's
   * own statistics, in 300 steps: it mixes best. `'cautious'`: a shift alone, in 600 steps, which reconstruction and KL hold back: for
   * batches that lack types of the reference, or hold types that it lacks. It mixes a little less and hides less.
   */
  form?: MapForm;
  /** Root of the randomness; default the model's seed. Each batch has streams of its own, by its name. */
  seed?: number | string;
  /** Called during training, with the number of steps done so far and of all steps, over all new batches. */
  onProgress?: (done: number, steps: number) => void;
}

const table = {
  ...cellTable,
  form: (argument, given = 'aligned') => oneOf(argument, given, ['aligned', 'cautious']),
  seed: optional(aSeed),
  onProgress: optionalFunction,
} satisfies OptionTable<ExtendOptions>;

/** Fills in defaults. Throws on an option that is unknown or impossible. */
export const readExtendOptions = (options: ExtendOptions): CellValues =>
  readOptions('extend', options, table);
