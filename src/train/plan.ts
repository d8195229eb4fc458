import { type EarlyStopping, shouldStop } from './earlyStopping.js';
import type { EpochRecord } from './epochRecord.js';

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
  /** Number of cells whose latents the model remembers; files of earlier versions don't hold it. */
  memory?: number;
}

/** Whether a run has done all its epochs, or stopped early. */
export function isOver(epoch: number, plan: Plan, history: readonly EpochRecord[]): boolean {
  return (
    epoch >= plan.epochs || (plan.earlyStopping !== undefined && shouldStop(history, plan.earlyStopping))
  );
}
