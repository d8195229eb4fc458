import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../src/backend/useBackend.js';
import { pooledLogits } from '../../../src/nn/networks/pooledLogits.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { expectGradient, relativeDistance } from '../../helpers/gradient.js';
import { expectSameTraced, numbers, withGradients } from '../../record/compare.js';
import { normals } from '../networks.js';

const [splits, cells, units, genes] = [3, 4, 5, 6];
const rows = (n: number, m: number, seed: number): number[][] => {
  const rng = createRng(seed);
  return Array.from({ length: n }, () => [...rng.normals(new Float32Array(m))]);
};
const hidden = rows(splits * cells, units, 1);
const weight = rows(units, genes, 2);

function plain(hidden: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  const logits = tf.matMul(hidden, weight).reshape([splits, cells, genes]);
  return tf.logSumExp(logits, 0).sub(Math.log(splits)) as tf.Tensor2D;
}

const weighted = (y: tf.Tensor2D): tf.Scalar =>
  y.mul(tf.linspace(-1, 2, cells * genes).reshape(y.shape)).sum();

onBackends('pooledLogits', () => {
  test.each([1, 24, 30, 2 ** 20])('is the log of the mean exponential, with a budget of %i', (budget) => {
    withoutLeak(() => {
      const [h, w] = [tf.tensor2d(hidden), tf.tensor2d(weight)];
      const value = tf.tidy(() => pooledLogits(h, w, { splits, budget }).dataSync());
      const expected = tf.tidy(() => plain(h, w).dataSync());
      expect(relativeDistance(value, expected)).toBeLessThan(1e-6);
      tf.dispose([h, w]);
    });
  });

  test('gradients agree with finite differences and with tfjs', () => {
    const ofHidden = (h: tf.Tensor2D) =>
      weighted(pooledLogits(h, tf.tensor2d(weight), { splits, budget: 24 }));
    const ofWeight = (w: tf.Tensor2D) =>
      weighted(pooledLogits(tf.tensor2d(hidden), w, { splits, budget: 24 }));
    expectGradient(ofHidden, hidden, { tolerance: 1e-3 });
    expectGradient(ofWeight, weight, { tolerance: 1e-3 });
    const [h, w] = [tf.tensor2d(hidden), tf.tensor2d(weight)];
    const gradients = (f: typeof plain): Float32Array[] =>
      tf.tidy(() =>
        tf
          .grads((h, w) => weighted(f(h as tf.Tensor2D, w as tf.Tensor2D)))([h, w])
          .map((gradient) => gradient.dataSync() as Float32Array),
      );
    const own = gradients((h, w) => pooledLogits(h, w, { splits }));
    gradients(plain).forEach((gradient, i) => {
      expect(relativeDistance(own[i]!, gradient)).toBeLessThan(1e-5);
    });
    tf.dispose([h, w]);
  });

  test('logits far from 0 neither overflow nor vanish', () => {
    const value = tf.tidy(() => {
      const far = tf.tensor2d([[300], [299], [-300], [-301]]);
      return pooledLogits(far, tf.tensor2d([[1]]), { splits: 2 }).arraySync();
    });
    expect(value[0]![0]).toBeCloseTo(300 - Math.log(2), 3);
    expect(value[1]![0]).toBeCloseTo(299 - Math.log(2), 3);
  });

  test('holds no more than the budget and a few results at a time', async () => {
    const [h, w] = [normals(64 * 32, 4), normals(4, 500)];
    const budget = 2 ** 15;
    const start = tf.memory().numBytes;
    const loss = (h: tf.Tensor, w: tf.Tensor): tf.Tensor =>
      pooledLogits(h as tf.Tensor2D, w as tf.Tensor2D, { splits: 64, budget }).sum();
    const { peakBytes } = await tf.profile(() => tf.tidy(() => void tf.grads(loss)([h, w])));
    const [result, everything] = [32 * 500 * 4, 64 * 32 * 500 * 4];
    expect(peakBytes - start).toBeGreaterThan(result);
    expect(peakBytes - start).toBeLessThan(4 * budget * 4 + 8 * result);
    expect(peakBytes - start).toBeLessThan(everything / 3);
    tf.dispose([h, w]);
  });
});

describe('pooledLogits', () => {
  beforeAll(() => useBackend('wasm'));

  test('traces: the same in onnxruntime, and no logits are kept for the backward pass', async () => {
    const given = { h: numbers([splits * cells, units]), w: numbers([units, genes], 2) };
    const traced = await expectSameTraced(
      withGradients((h, w) => pooledLogits(h as tf.Tensor2D, w as tf.Tensor2D, { splits, budget: 24 })),
      given,
    );
    const products = traced.graph.nodes.filter(({ op }) => op === 'Gemm');
    // Forward: the products of three small blocks of genes become one product of stacks. Backward: one product per split for
    // its logits, and two for its gradients.
    expect(products).toHaveLength(3 * splits);
    tf.dispose(Object.values(given));
  });

  test('refuses shapes that do not fit', () => {
    expect(() => pooledLogits(normals(5, 2), normals(2, 3), { splits: 2 })).toThrow(/splits|hidden/);
    expect(() => pooledLogits(normals(4, 3), normals(2, 3), { splits: 2 })).toThrow(/weight/);
  });
});
