import { batchNorm } from './batchNorm.js';
import type { Layer } from './layer.js';
import { layerNorm } from './layerNorm.js';

/** How a layer's units are normalised before their activation. */
export type NormName = 'batch' | 'layer' | 'none';

/** The normalisation of that name, over so many units; undefined for `'none'`. */
export function normLayer(norm: NormName, units: number): Layer | undefined {
  if (norm === 'none') return undefined;
  return norm === 'batch' ? batchNorm(units) : layerNorm(units);
}
