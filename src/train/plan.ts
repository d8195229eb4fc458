import type { EarlyStopping } from './earlyStopping.js';

/** How a run passes through its cells. It is saved with the model, for resuming. */
export interface Plan {
  /** Number of passes over the cells. */
  epochs: number;
  /** Cells per minibatch. */
  batchSize: number;
  /** Whether an incomplete last minibatch of an epoch is left out. */
  dropLast: boolean;
  /** Share of the cells that is held out, in [0, 1). */
  validation: number;
  /** When to stop before all epochs are done. */
  earlyStopping?: EarlyStopping;
}
