import { standardizeRows } from '../../tensor/standardizeRows.js';
import { affineLayer } from './affineLayer.js';
import { batchNorm } from './batchNorm.js';
import type { Layer } from './layer.js';

/**
 * How a layer's units are normalised before their activation: by their statistics over the minibatch or over the cell's
 * units, each followed by a learned scale and shift of every unit; `'affine'`: by that scale and shift alone; or not at all.
 */
export type NormName = 'batch' | 'layer' | 'affine' | 'none';

/** Names of {@link NormName}. */
export const normNames: readonly NormName[] = ['batch', 'layer', 'affine', 'none'];

const makers = { batch: batchNorm, layer: layerNorm, affine: affineLayer } as const;

/** The normalisation of that name, over so many units; undefined for `'none'`. */
export const normLayer = (norm: NormName, units: number): Layer | undefined =>
  norm === 'none' ? undefined : makers[norm](units);

/** Layer normalisation over each cell's units: (x - mean)/√(variance + 1e-5)·scale + shift. */
export function layerNorm(size: number): Layer {
  const { variables, apply } = affineLayer(size);
  return { variables, apply: (x, mode) => apply(standardizeRows(x), mode) };
}
