import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import { pickColumns } from '../../matrix/pickColumns.js';
import type { Mode } from '../../nn/network.js';
import type { EncodedMoments, ExtensionParts, ScaledCells } from '../map/extensionParts.js';
import { inference } from '../map/inferenceMode.js';
import { mapChunks } from '../map/mapChunks.js';

/** Latents of cells, outside tfjs. */
export interface MomentMatrices {
  /** [cells, size] each */
  mean: Record<string, Matrix>;
  /** Of the Gaussian latents alone. [cells, size] each */
  logVariance: Record<string, Matrix>;
}

type Block = [kind: keyof EncodedMoments, name: string, size: number];

function blocksOf({ mean, logVariance }: EncodedMoments): Block[] {
  const named = (kind: keyof EncodedMoments, all: Record<string, tf.Tensor2D>): Block[] =>
    Object.entries(all).map(([name, { shape }]) => [kind, name, shape[1]]);
  return [...named('mean', mean), ...named('logVariance', logVariance)];
}

/** Encodes cells: means and log-variances of their latents. */
export async function momentsOf(
  { moments }: ExtensionParts,
  x: ScaledCells,
  mode: Mode = inference,
): Promise<MomentMatrices> {
  const blocks = tf.tidy(() => blocksOf(moments(tf.zeros([1, x.shape[1]]), mode)));
  const columns = blocks.reduce((sum, [, , size]) => sum + size, 0);
  const all = await mapChunks({
    cells: { x, scale: 'asIs' },
    columns,
    map: (chunk) => {
      const found = moments(chunk as tf.Tensor2D, mode);
      return tf.concat(
        blocks.map(([kind, name]) => found[kind][name]!),
        1,
      );
    },
  });
  const result: MomentMatrices = { mean: {}, logVariance: {} };
  let from = 0;
  for (const [kind, name, size] of blocks) {
    const start = from;
    result[kind][name] = pickColumns(
      all,
      Array.from({ length: size }, (_, i) => start + i),
    );
    from += size;
  }
  return result;
}
