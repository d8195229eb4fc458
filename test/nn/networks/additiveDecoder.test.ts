import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { createAdditiveDecoder } from '../../../src/nn/networks/additiveDecoder.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { inference, normals, valuesOf } from '../networks.js';

const sizes = { latent: 3, genes: 7, batches: 2, hidden: [6, 5] };

onBackends('createAdditiveDecoder', () => {
  test.each(['logSumExp', 'mean'] as const)('pools the logits of splitLogits: %s', (pooling) => {
    withoutLeak(() => {
      const decoder = createAdditiveDecoder({ ...sizes, pooling });
      const x = normals(4, 5);
      const pooled = valuesOf(decoder, x);
      const expected = tf.tidy(() => {
        const logits = decoder.splitLogits(x, inference);
        expect(logits.shape).toEqual([3, 4, 7]);
        return pooling === 'mean' ? logits.mean(0).dataSync() : logits.exp().mean(0).log().dataSync();
      });
      expect(relativeDistance(pooled, expected)).toBeLessThan(1e-6);
      tf.dispose([x, ...decoder.variables]);
    });
  });

  test('a dimension affects its own split alone, the batch affects all', () => {
    const decoder = createAdditiveDecoder(sizes);
    const logits = (row: number[]): Float32Array =>
      tf.tidy(() => decoder.splitLogits(tf.tensor2d([row]), inference).dataSync() as Float32Array);
    const changed = (a: Float32Array, b: Float32Array): boolean[] =>
      [0, 1, 2].map((k) => relativeDistance(a.slice(7 * k, 7 * k + 7), b.slice(7 * k, 7 * k + 7)) > 1e-6);
    const before = logits([0.3, -1, 2, 1, 0]);
    expect(changed(logits([0.3, 0.5, 2, 1, 0]), before)).toEqual([false, true, false]);
    expect(changed(logits([0.3, -1, 2, 0, 1]), before)).toEqual([true, true, true]);
    tf.dispose([...decoder.variables]);
  });
});

describe('createAdditiveDecoder', () => {
  test('refuses what it cannot build or apply', () => {
    expect(() => createAdditiveDecoder({ ...sizes, hidden: [] })).toThrow(/hidden/);
    expect(() => createAdditiveDecoder({ ...sizes, pooling: 'max' as 'mean' })).toThrow(/pooling/);
    expect(() => createAdditiveDecoder({ ...sizes, latents: 3 } as typeof sizes)).toThrow(/'latent'/);
    const decoder = createAdditiveDecoder(sizes);
    expect(() => decoder.apply(normals(2, 4), inference)).toThrow(/\[cells, 5\]/);
  });
});
