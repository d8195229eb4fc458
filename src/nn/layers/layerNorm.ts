import { standardizeRows } from '../../tensor/standardizeRows.js';
import { affineLayer } from './affineLayer.js';
import type { Layer } from './layer.js';

/** Layer normalisation over each cell's units: (x - mean)/√(variance + 1e-5)·scale + shift. */
export function layerNorm(size: number): Layer {
  const { variables, apply } = affineLayer(size);
  return { variables, apply: (x, mode) => apply(standardizeRows(x), mode) };
}
