import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import { sliceRows } from '../../matrix/sliceRows.js';
import { readValues } from '../../tensor/values.js';
import type { OutOfDistributionScores } from './interpretation.js';
import { rowsAtOnce, type SplitModel, splitLogits } from './splitModel.js';
import { type Extremes, type Traversal, traversalScores } from './traversalScores.js';

/** Steps from the end of a dimension's range towards 0: all of it, 0.9 of it, …, 0.1. */
const STEPS = 10;

/** All dimensions together, from their ends towards 0. [STEPS, dims] */
function ladder(ends: Float32Array): Matrix {
  const dims = ends.length;
  const at = (_: unknown, i: number): number => ends[i % dims]! * (1 - Math.floor(i / dims) / STEPS);
  return { data: Float32Array.from({ length: STEPS * dims }, at), shape: [STEPS, dims] };
}

/** [min, max] of the logits of some rows, and of rows before. */
function extremesOf(logits: tf.Tensor3D, earlier: readonly tf.Tensor[]): tf.Tensor[] {
  const [min, max] = [logits.min(1), logits.max(1)];
  return earlier.length ? [min.minimum(earlier[0]!), max.maximum(earlier[1]!)] : [min, max];
}

/** Smallest and largest logits while all dimensions go from 0 to the given ends. */
async function traverse(model: SplitModel, ends: Float32Array, code: number): Promise<Extremes> {
  const [steps, size] = [ladder(ends), rowsAtOnce(model, ends.length)];
  let found: tf.Tensor[] = [];
  for (let start = 0; start < STEPS; start += size) {
    const { data, shape } = sliceRows(steps, start, Math.min(start + size, STEPS)) as Matrix;
    const codes = new Int32Array(shape[0]).fill(code);
    const earlier = found;
    found = tf.tidy(() => extremesOf(splitLogits(model, tf.tensor2d(data, shape), codes), earlier));
    tf.dispose(earlier);
  }
  const [min, max] = await readValues(found);
  tf.dispose(found);
  const shape: Matrix['shape'] = [ends.length, model.genes];
  return { min: { data: min!, shape }, max: { data: max!, shape } };
}

/**
 * What the dimensions could do, each going through its range, in every batch.
 *
 * @param up - Where each dimension's range ends above 0. [dims]
 * @param down - Where it ends below. [dims]
 */
export async function effectsOfTraversal(
  model: SplitModel,
  up: Float32Array,
  down: Float32Array,
  check?: () => void,
): Promise<OutOfDistributionScores> {
  const traversals: Traversal[] = [];
  for (let code = 0; code < model.batches; code++) {
    check?.();
    traversals.push({
      positive: await traverse(model, up, code),
      negative: await traverse(model, down, code),
    });
  }
  return traversalScores(traversals);
}
