import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { type Pca, pca } from '../../src/learn/pca.js';
import { copyRows } from '../../src/matrix/copyRows.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { createRng } from '../../src/random/rng.js';
import { csr, dense, expectClose, reference } from '../preprocess/reference.js';

const { pca: expected, counts } = reference.small;
const x = log1p(normalizeTotal(dense(counts)));

/** +1 or -1 for every component: whether it has the same sign as scanpy's. */
function signs({ components: { data, shape } }: Pca): number[] {
  return Array.from({ length: shape[0] }, (_, k) => {
    const own = data.subarray(k * shape[1], (k + 1) * shape[1]);
    return Math.sign(
      own.reduce((sum, value, gene) => sum + value * expected.components[k * shape[1] + gene]!, 0),
    );
  });
}

describe.each([
  ['dense', x],
  ['CSR', csr(x)],
])('pca of a %s matrix', (_, matrix: Matrix | CsrMatrix) => {
  it('agrees with scanpy up to sign', async () => {
    const found = await pca(matrix, { components: 10 });
    const sign = signs(found);
    expectClose(found.variance, expected.variance, 1e-5);
    expectClose(found.varianceRatio, expected.ratio, 1e-5);
    expectClose(
      found.components.data.map((value, at) => value * sign[Math.floor(at / 40)]!),
      expected.components,
      1e-4,
    );
    expectClose(
      found.scores.data.map((value, at) => value * sign[at % 10]!),
      expected.scores,
      1e-4,
    );
  });

  it('returns orthonormal components, and scores with the reported variance', async () => {
    const { components, scores, variance } = await pca(matrix, { components: 5, seed: 'other' });
    const row = (k: number) => components.data.subarray(k * 40, (k + 1) * 40);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b <= a; b++) {
        const product = row(a).reduce((sum, value, gene) => sum + value * row(b)[gene]!, 0);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
      }
      const own = Array.from({ length: 60 }, (_, cell) => scores.data[cell * 5 + a]!);
      expect(own.reduce((sum, value) => sum + value, 0) / 60).toBeCloseTo(0, 4);
      expect(own.reduce((sum, value) => sum + value ** 2, 0) / 59 / variance[a]!).toBeCloseTo(1, 4);
    }
  });
});

describe('pca', () => {
  it('restores x from all components', async () => {
    const { scores, components, mean } = await pca(x, { components: 40 });
    const again = tf.tidy(() =>
      tf
        .add(
          tf.matMul(tf.tensor2d(scores.data, scores.shape), tf.tensor2d(components.data, components.shape)),
          tf.tensor1d(Float32Array.from(mean)),
        )
        .dataSync(),
    );
    expectClose(again, [...x.data], 1e-4);
  });

  it('accepts fewer cells than genes, tensors and rows of numbers, and leaves no tensors', async () => {
    const few = copyRows(x, [0, 1, 2, 3, 4, 6]);
    const tensor = tf.tensor2d(few.data, few.shape);
    const before = tf.memory().numTensors;
    const fromTensor = await pca(tensor);
    const rows = Array.from({ length: 6 }, (_, i) => [...few.data.subarray(i * 40, (i + 1) * 40)]);
    const fromRows = await pca(rows);
    expect(fromRows).toEqual(fromTensor);
    expect(tf.memory().numTensors).toBe(before);
    expect(fromTensor.scores.shape).toEqual([6, 5]);
    expect(fromTensor.varianceRatio.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    tensor.dispose();
  });

  it('is the same for the same seed, and for another up to rounding', async () => {
    const one = await pca(x, { components: 3 });
    expect(await pca(x, { components: 3 })).toEqual(one);
    expectClose((await pca(x, { components: 3, seed: 9 })).scores.data, [...one.scores.data], 1e-4);
  });

  it('finds directions of equal variance and directions without variance', async () => {
    // Every axis twice, once in each direction: variance 2·9/5 along two axes, 2/5 along the third, 0 along the fourth.
    const cross = dense([
      [3, 0, 0, 0],
      [-3, 0, 0, 0],
      [0, 3, 0, 0],
      [0, -3, 0, 0],
      [0, 0, 1, 0],
      [0, 0, -1, 0],
    ]);
    const { variance } = await pca(csr(cross), { components: 4 });
    expectClose(variance, [3.6, 3.6, 0.4, 0], 1e-6);
    const top = await pca(csr(cross), { components: 2 });
    expectClose(top.variance, [3.6, 3.6], 1e-6);
  });

  it('finds the leading components of a large sparse matrix', async () => {
    const rng = createRng(4);
    const [cells, genes] = [700, 300];
    const latent = rng.normals(new Float32Array(cells * 3));
    const loading = rng.normals(new Float32Array(genes * 3));
    const data = Float32Array.from({ length: cells * genes }, (_, at) => {
      const [cell, gene] = [Math.floor(at / genes), at % genes];
      const signal = [4, 2, 1].reduce(
        (sum, size, k) => sum + size * latent[cell * 3 + k]! * loading[gene * 3 + k]!,
        0,
      );
      return signal + rng.next() > 2 ? signal : 0;
    });
    const big: Matrix = { data, shape: [cells, genes] };
    const [fromDense, fromCsr] = [await pca(big, { components: 6 }), await pca(csr(big), { components: 6 })];
    expectClose(fromDense.variance, [...fromCsr.variance], 1e-5);
    expectClose(fromDense.scores.data, [...fromCsr.scores.data], 1e-4);
  });

  it('refuses impossible input', async () => {
    await expect(pca([[1, 2]])).rejects.toThrow('expected at least 2 cells and 2 genes, received 1 x 2');
    await expect(pca(x, { components: 41 })).rejects.toThrow('expected at most 40');
    await expect(
      pca([
        [1, Number.NaN],
        [2, 3],
        [4, 5],
      ]),
    ).rejects.toThrow('NaN in cell 0, gene 1');
    await expect(pca(x, { nComps: 3 } as object)).rejects.toThrow("unknown option 'nComps'");
  });
});
