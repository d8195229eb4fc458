import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';
import type { Memory } from '../map/extensionParts.js';
import { createDrawer } from './drawRows.js';

/** How many cells are recalled, and the rows of the minibatch that carries them. */
interface RecallOptions {
  cells: number;
  rows: number;
  rng: Rng;
}

/** Remembered cells on their way into a step. */
export interface Recall {
  /** Number of cells. */
  cells: number;
  /** Their latents, spread over the rows of a minibatch of any size. [rows, width] */
  drawn: Matrix;
  /** Draws other cells into `drawn`. */
  draw(): void;
  /** The latents, from the tensor of `drawn`. [cells, size] each */
  moments(drawn: tf.Tensor2D): { mean: tf.Tensor2D; logVariance?: tf.Tensor2D };
}

/** Recalls as many cells as asked for, without repetition; all if the memory holds fewer. */
export function createRecall(
  { mean, logVariance }: Memory,
  { cells: wanted, rows, rng }: RecallOptions,
): Recall {
  const [all, size] = mean.shape;
  const cells = Math.min(wanted, all);
  const draw = createDrawer(all, cells, rng);
  const parts = logVariance ? [mean, logVariance] : [mean];
  const values = parts.length * cells * size;
  const width = Math.ceil(values / rows);
  const drawn: Matrix = { data: new Float32Array(rows * width), shape: [rows, width] };
  return {
    cells,
    drawn,
    draw: () => {
      const picked = draw();
      for (const [part, { data }] of parts.entries()) {
        for (const [i, row] of picked.entries()) {
          drawn.data.set(data.subarray(row * size, (row + 1) * size), (part * cells + i) * size);
        }
      }
    },
    moments: (tensor) => {
      const flat = tf.slice(tf.reshape(tensor, [rows * width]), [0], [values]);
      const [first, second] = tf.split(tf.reshape(flat, [parts.length * cells, size]), parts.length, 0);
      return {
        mean: first as tf.Tensor2D,
        ...(second ? { logVariance: second as tf.Tensor2D } : {}),
      };
    },
  };
}
