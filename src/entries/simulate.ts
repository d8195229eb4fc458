/**
 * Simulated cells with a known truth.
 *
 * @module zbio/simulate
 */

export { simulateCells } from '../simulate/simulateCells.js';
export type { SimulateCellsOptions } from '../simulate/simulationOptions.js';
