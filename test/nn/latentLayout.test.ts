import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { encoderOutputs, type LatentLayout, latentSize, splitMoments } from '../../src/nn/latentLayout.js';
import { onBackends } from '../helpers/backends.js';

const layout = (bio: 'gaussian' | 'deterministic', nio: 'gaussian' | 'deterministic'): LatentLayout => ({
  bio: { size: 2, distribution: bio, detached: false },
  nio: { size: 1, distribution: nio, detached: true },
});

onBackends('latentLayout', () => {
  test('counts the columns: means of all blocks, log-variances of the Gaussian ones', () => {
    expect(encoderOutputs(layout('gaussian', 'gaussian'))).toBe(6);
    expect(encoderOutputs(layout('gaussian', 'deterministic'))).toBe(5);
    expect(encoderOutputs(layout('deterministic', 'deterministic'))).toBe(3);
    expect(latentSize(layout('gaussian', 'deterministic'))).toBe(3);
  });

  test('splitMoments: means first, then log-variances, clamped to [-8, 4]', () => {
    tf.tidy(() => {
      const { mean, logVariance } = splitMoments(
        tf.tensor2d([[1, 2, 3, -9, 0.5, 7]]),
        layout('gaussian', 'gaussian'),
      );
      expect([...mean['bio']!.dataSync()]).toEqual([1, 2]);
      expect([...mean['nio']!.dataSync()]).toEqual([3]);
      expect([...logVariance['bio']!.dataSync()]).toEqual([-8, 0.5]);
      expect([...logVariance['nio']!.dataSync()]).toEqual([4]);
    });
  });

  test('a deterministic block takes no log-variance column', () => {
    tf.tidy(() => {
      const moments = splitMoments(tf.tensor2d([[1, 2, 3, 0.25]]), layout('deterministic', 'gaussian'));
      expect(Object.keys(moments.logVariance)).toEqual(['nio']);
      expect([...moments.logVariance['nio']!.dataSync()]).toEqual([0.25]);
    });
  });
});
