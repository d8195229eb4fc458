import * as tf from '@tensorflow/tfjs';
import { allOrNothing, variable } from '../../backend/variable.js';
import { oneOf, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { Rng } from '../../random/rng.js';
import { standardizeRows } from '../../tensor/standardizeRows.js';
import { linearLayer } from '../layers/linearLayer.js';
import { parameter } from '../layers/parameter.js';
import type { Mode, Network } from '../network.js';
import { hiddenTable } from './mlpOptions.js';
import { pooledLogits } from './pooledLogits.js';

/** How the logits of the splits are combined: `log Σ exp - log K`, or their mean. */
export type Pooling = 'logSumExp' | 'mean';

/** Options of {@link createAdditiveDecoder}. */
export interface AdditiveDecoderOptions {
  /** Number K of latent dimensions; each of them is a split. */
  latent: number;
  /** Number of genes (columns of the output). */
  genes: number;
  /** Number of batches (columns of the one-hot); default 0. */
  batches?: number;
  /** Units of the hidden layers, the same for all splits; default `[128, 128]`. */
  hidden?: readonly number[];
  /** How the splits are combined; default `'logSumExp'`. */
  pooling?: Pooling;
  /** Source of the initial weights; default `createRng(0)`. */
  rng?: Rng;
}

function someLayers(argument: string, hidden: readonly number[]): readonly number[] {
  wholeNumber(argument, hidden.length);
  return hidden;
}

const table = {
  latent: wholeNumber,
  genes: wholeNumber,
  batches: (argument, given = 0) => wholeNumber(argument, given, 0),
  hidden: (argument, given = [128, 128]) => someLayers(argument, hiddenTable.hidden(argument, given)),
  pooling: (argument, given = 'logSumExp') => oneOf(argument, given, ['logSumExp', 'mean']),
  rng: hiddenTable.rng,
} satisfies OptionTable<AdditiveDecoderOptions>;

/** A decoder in which each latent dimension contributes separately. */
export interface AdditiveDecoder extends Network {
  /** Maps [z | one-hot batch], [cells, K + batches], to the pooled logits, [cells, genes]. */
  apply(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /**
   * The logits s_kg before pooling, [K, cells, genes]. They take K times the memory, so pass few cells at a
   * time.
   */
  splitLogits(x: tf.Tensor2D, mode: Mode): tf.Tensor3D;
}

/** Row (k, cell) is [z_k · v_k | one-hot batch]. [K · cells, K + batches] */
function splitRows(x: tf.Tensor2D, vectors: tf.Tensor): tf.Tensor2D {
  const [splits, size] = vectors.shape as [number, number];
  const [cells, columns] = x.shape;
  const z = tf.slice(x, [0, 0], [-1, splits]).transpose().reshape([splits, cells, 1]);
  const scaled = z.mul(vectors.reshape([splits, 1, size])).reshape<tf.Tensor2D>([splits * cells, size]);
  if (columns === splits) return scaled;
  const batch = tf.slice(x, [0, splits], [-1, columns - splits]);
  return tf.concat([scaled, tf.tile(batch, [splits, 1])], 1) as tf.Tensor2D;
}

function checkColumns(x: tf.Tensor2D, { latent, batches }: Record<'latent' | 'batches', number>): void {
  if (x.shape[1] === latent + batches) return;
  const expected = `[cells, ${latent + batches}]: the latent, then the one-hot batch`;
  throw badValue({ argument: 'additive decoder', expected, received: `[${x.shape}]` });
}

/**
 * DRVI's decoder: each latent dimension passes through the same network separately, and the results are pooled.
 *
 * With `v_k` a learned vector per dimension, and `f` layers of linear, {@link standardizeRows} and ELU:
 * `s_kg = f([z_k v_k | batch]) · w_g + b_g`, `S_g = log Σ_k exp s_kg - log K` (or the mean of the s_kg).
 * Effects of different dimensions add up as counts do, no effect can hide another, and each can be read
 * separately.
 *
 * The logits s_kg are never in memory all at once, see {@link pooledLogits}. The network owns its variables;
 * dispose them with `tf.dispose([...decoder.variables])`.
 *
 * @throws RangeError if a size is below 1, there is no hidden layer, or the pooling or an option is unknown.
 * @see Moinfar and Theis 2024, https://github.com/theislab/drvi
 * @example
 * ```ts
 * const decoder = createAdditiveDecoder({ latent: 32, genes: 2000, batches: 3 });
 * decoder.apply(tf.concat([z, oneHot], 1), { training: false, rng: createRng(0) }); // [cells, 2000]
 * ```
 */
export function createAdditiveDecoder(options: AdditiveDecoderOptions): AdditiveDecoder {
  const sizes = readOptions('createAdditiveDecoder', options, table);
  const { latent, genes, batches, hidden, pooling, rng } = sizes;
  const { vectors, layers, head } = allOrNothing(() => ({
    vectors: variable<tf.Rank.R2>([latent, latent], (shape) =>
      tf.tensor2d(rng.normals(new Float32Array(latent * latent)), shape),
    ),
    layers: hidden.map((units, i) => linearLayer(i ? hidden[i - 1]! : latent + batches, units, rng)),
    head: linearLayer(hidden.at(-1)!, genes, rng),
  }));
  const [weight, bias] = head.variables as [tf.Variable, tf.Variable];
  const body = (x: tf.Tensor2D, mode: Mode): tf.Tensor2D => {
    checkColumns(x, sizes);
    const rows = splitRows(x, parameter(vectors, mode));
    return layers.reduce((h, layer) => tf.elu(standardizeRows(layer.apply(h, mode))), rows);
  };
  const pooled = (x: tf.Tensor2D, mode: Mode): tf.Tensor2D => {
    const h = body(x, mode);
    // The head is linear, so the mean of the splits may be taken before it.
    if (pooling === 'mean') return head.apply(h.reshape([latent, -1, h.shape[1]]).mean(0), mode);
    const product = pooledLogits(h, parameter(weight, mode) as tf.Tensor2D, { splits: latent });
    return product.add(parameter(bias, mode));
  };
  return {
    variables: [vectors, ...layers.flatMap((layer) => layer.variables), weight, bias],
    apply: (x, mode) => tf.tidy(() => pooled(x, mode)),
    splitLogits: (x, mode) =>
      tf.tidy(() => head.apply(body(x, mode), mode).reshape<tf.Tensor3D>([latent, x.shape[0], genes])),
    toConfig: () => ({ kind: 'additiveDecoder', latent, genes, batches, hidden, pooling }),
  };
}
