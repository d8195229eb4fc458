import * as tf from '@tensorflow/tfjs';
import { ensureBackend } from '../../backend/ensureBackend.js';
import { alignBatchesLoss } from '../../losses/alignBatchesLoss.js';
import { batchDependenceLoss } from '../../losses/batchDependenceLoss.js';
import { hsic } from '../../losses/hsic.js';
import { copyRows } from '../../matrix/copyRows.js';
import { type Labels, oneHotRows } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Checkpoint } from '../../platform/checkpoint.js';
import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';

/** A dependence measure, and its mean when the cells of one side are permuted. */
export interface Dependence {
  /** The measured value. */
  value: number;
  /** The mean over permutations: the value for independent samples of this size. */
  chance: number;
}

/** Dependence between the latents and the batch, on at most 1,000 cells. */
export interface LatentDependence {
  /** Normalised HSIC of z_bio and z_nio, Gaussian kernels, in [0, 1]. Only with z_nio. */
  hsicBioNio?: Dependence;
  /** Share of z_bio's variance in the kernel's feature space that lies between batches, in [0, 1]: normalised HSIC. */
  hsicBioBatch: Dependence;
  /** Squared MMD between each batch's z_bio and that of all other cells, mean over batches. */
  mmdBatches: Dependence;
}

type Measures = [hsicBioBatch: number, mmdBatches: number, hsicBioNio?: number];

const tensorOf = ({ data, shape }: Matrix): tf.Tensor2D => tf.tensor2d(data, shape);

async function measure(bio: Matrix, batch: Matrix, nio: Matrix | undefined): Promise<Measures> {
  const values = tf.tidy(() => {
    const [z, oneHot] = [tensorOf(bio), tensorOf(batch)];
    const ofBatch = [batchDependenceLoss(z, oneHot), alignBatchesLoss(z, oneHot)];
    return tf.stack(nio ? [...ofBatch, hsic(z, tensorOf(nio))] : ofBatch);
  });
  const read = [...(await values.data())] as Measures;
  values.dispose();
  return read;
}

/**
 * Measures HSIC and MMD of the latents: any dependence that kernels detect, not only what a probe can predict.
 *
 * @param sampled - Row numbers of the cells to measure on; kernel matrices are [sampled, sampled].
 */
export async function latentDependence(
  { bio, nio }: { bio: Matrix; nio?: Matrix },
  { codes, categories }: Labels,
  sampled: Int32Array,
  { permutations, next }: { permutations: number; next: Checkpoint },
  rng: Rng,
): Promise<LatentDependence> {
  await ensureBackend();
  const rowsOf = (rows: ArrayLike<number>): [Matrix, Matrix | undefined] => {
    const own = Array.from(rows, (row) => codes[row]!);
    const oneHot = oneHotRows(own, categories.length);
    return [{ data: oneHot, shape: [own.length, categories.length] }, nio && copyRows(nio, rows)];
  };
  const z = copyRows(bio, sampled);
  const values = await measure(z, ...rowsOf(sampled));
  const sums = values.map(() => 0);
  for (let draw = 0; draw < permutations; draw++) {
    const drawn = await measure(z, ...rowsOf(shuffle(sampled.slice(), rng)));
    drawn.forEach((value, i) => {
      sums[i]! += value! / permutations;
    });
    await next();
  }
  const at = (i: 0 | 1 | 2): Dependence => ({ value: values[i]!, chance: sums[i]! });
  return { ...(nio ? { hsicBioNio: at(2) } : {}), hsicBioBatch: at(0), mmdBatches: at(1) };
}
