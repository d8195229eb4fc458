import type { FittedSystem } from './fitted.js';
import type { Trained } from './lifecycle.js';

/** A fitted system with the run that trained it. */
export interface TrainedSystem extends FittedSystem, Trained {}
