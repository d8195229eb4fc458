import type { EarlyStopping } from './earlyStopping.js';

/** How a run goes through its cells. Part of what a saved model needs to resume. */
export interface Plan {
  /** Passes over the cells. */
  epochs: number;
  /** Cells a minibatch. */
  batchSize: number;
  /** Whether an incomplete last minibatch of an epoch is left out. */
  dropLast: boolean;
  /** Share of cells held out, in [0, 1). */
  validation: number;
  /** When to stop before all epochs are done. */
  earlyStopping?: EarlyStopping;
}
