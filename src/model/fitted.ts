import type { Trained } from '../train/run.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { Preprocessing } from './file/cellsHeader.js';
import type { Scale } from './map/inputScale.js';

/** What a system knows after `fit`: its parts, the run that trained them, and what the cells were like. */
export interface Fitted<Parts extends Assembly = Assembly> extends Omit<SystemShape, 'rng'>, Trained {
  /** The parts. */
  assembly: Parts;
  /** What happens to cells on their way to the networks and back. */
  scale: Scale;
  /** Names of the genes, if they were given. */
  geneNames?: readonly string[];
  /** What was done to the cells before they came here, as the caller says. */
  preprocessing?: Preprocessing;
}
