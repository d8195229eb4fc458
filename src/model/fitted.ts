import type { Preprocessing } from '../autoencoder/fitted.js';
import type { Assembly, SystemShape } from './assembly.js';

/** What a system knows after `fit`: its parts, and what the cells were like. */
export interface FittedSystem extends Omit<SystemShape, 'rng'> {
  /** The parts. */
  assembly: Assembly;
  /** Names of the genes, if they were given. */
  geneNames?: readonly string[];
  /** What was done to the cells before they came here, as the caller says. */
  preprocessing?: Preprocessing;
}
