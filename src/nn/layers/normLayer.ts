import { standardizeRows } from '../../tensor/standardizeRows.js';
import { affineLayer } from './affineLayer.js';
import { type BatchNormLayer, batchNorm } from './batchNorm.js';
import type { Layer } from './layer.js';

/**
 * Normalisation of a layer's units before their activation. `'batch'` uses the units' statistics over the
 * minibatch, `'layer'` the statistics over each cell's units; both are followed by a learned scale and shift of
 * each unit. `'affine'` is that scale and shift alone; `'none'` is no normalisation.
 */
export type NormName = 'batch' | 'layer' | 'affine' | 'none';

/** Names of {@link NormName}. */
export const normNames: readonly NormName[] = ['batch', 'layer', 'affine', 'none'];

const makers = { batch: batchNorm, layer: layerNorm, affine: affineLayer } as const;

/** The normalisation with this name for `units` units; undefined for `'none'`. */
export const normLayer = (norm: NormName, units: number): Layer | BatchNormLayer | undefined =>
  norm === 'none' ? undefined : makers[norm](units);

/** Layer normalisation over the units of each cell: `(x - mean)/√(variance + 1e-5)·scale + shift`. */
export function layerNorm(size: number): Layer {
  const { variables, apply } = affineLayer(size);
  return { variables, apply: (x, mode) => apply(standardizeRows(x), mode) };
}
