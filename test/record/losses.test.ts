import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { alignBatchesLoss } from '../../src/losses/alignBatchesLoss.js';
import { batchClassifierLoss } from '../../src/losses/batchClassifierLoss.js';
import { batchDependenceLoss } from '../../src/losses/batchDependenceLoss.js';
import { club } from '../../src/losses/club.js';
import { clubLikelihood } from '../../src/losses/clubLikelihood.js';
import { conditionalBatchDependenceLoss } from '../../src/losses/conditionalBatchDependenceLoss.js';
import { contrastiveLoss } from '../../src/losses/contrastiveLoss.js';
import { hsic } from '../../src/losses/hsic.js';
import { infoNce } from '../../src/losses/infoNce.js';
import { klOfMoments } from '../../src/losses/klOfMoments.js';
import { klStandardNormalLoss } from '../../src/losses/klStandardNormalLoss.js';
import { meanSquaredError } from '../../src/losses/meanSquaredError.js';
import { mmd } from '../../src/losses/mmd.js';
import { neighborhoods } from '../../src/losses/rbf/neighborhoods.js';
import { rbfKernel } from '../../src/losses/rbf/rbfKernel.js';
import { reconstructionLoss } from '../../src/losses/reconstructionLoss.js';
import { scaledReconstructionLoss } from '../../src/losses/scaledReconstructionLoss.js';
import { cosineSimilarities } from '../../src/tensor/cosineSimilarities.js';
import { expectSameTraced, numbers, withGradients } from './compare.js';

type Two = (a: tf.Tensor2D, b: tf.Tensor2D, c: tf.Tensor2D) => tf.Tensor;

const codes = [0, 1, 2, 0, 1, 2, 2, 1];
const batch = () => tf.oneHot(tf.tensor1d(codes, 'int32'), 3, 1, 0, 'float32') as tf.Tensor2D;
const [z, small] = [
  [8, 3],
  [8, 2],
];

const losses: [string, Two, number[][]][] = [
  ['meanSquaredError', meanSquaredError, [z, z]],
  ['reconstructionLoss', reconstructionLoss, [z, z]],
  ['scaledReconstructionLoss', (x, y) => scaledReconstructionLoss(x, y, tf.tensor1d([0.5, 1, 2])), [z, z]],
  ['klStandardNormalLoss', klStandardNormalLoss, [z, z]],
  ['klOfMoments', klOfMoments, [z]],
  ['batchClassifierLoss', (logits) => batchClassifierLoss(logits, batch()), [z]],
  ['batchDependenceLoss, rbf', (x) => batchDependenceLoss(x.add(batch().mul(4)), batch()), [z]],
  [
    'batchDependenceLoss, linear',
    (x) => batchDependenceLoss(x.add(batch().mul(4)), batch(), { kernel: 'linear' }),
    [z],
  ],
  [
    'conditionalBatchDependenceLoss',
    (x) => {
      const apart = x.add<tf.Tensor2D>(batch().mul(0.5));
      return conditionalBatchDependenceLoss(apart, batch(), neighborhoods(apart, { width: 0.5 }));
    },
    [z],
  ],
  ['alignBatchesLoss', (x) => alignBatchesLoss(x, batch()), [z]],
  ['mmd', (x, y) => mmd(x, y), [z, [5, 3]]],
  [
    'mmd of unit rows, other bandwidths',
    (x, y) => mmd(x, y, { normalize: true, kernelMul: 3, kernelNum: 2 }),
    [z, z],
  ],
  ['hsic, rbf', (x, y) => hsic(x, y), [z, small]],
  ['hsic, linear', (x, y) => hsic(x, y, { kernel: 'linear' }), [z, small]],
  ['hsic, not normalised', (x, y) => hsic(x, y, { normalized: false }), [z, small]],
  ['club', club, [z, z, z]],
  ['clubLikelihood', clubLikelihood, [z, z, z]],
  ['infoNce', infoNce, [[8, 8]]],
  ['contrastiveLoss', (x, y) => contrastiveLoss(x, y), [z, z]],
  ['contrastiveLoss with labels', (x, y) => contrastiveLoss(x, y, { labels: batch() }), [z, z]],
  ['cosineSimilarities', (x, y) => cosineSimilarities(x, y), [z, [5, 3]]],
  ['rbfKernel', (x, y) => rbfKernel(x, y), [z, [5, 3]]],
];

describe('traced losses', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(losses)('%s', async (_, loss, shapes) => {
    const given = Object.fromEntries(shapes.map((shape, i) => [`i${i}`, numbers(shape, i + 1)]));
    await expectSameTraced(withGradients(loss as (...inputs: tf.Tensor[]) => tf.Tensor), given);
    tf.dispose(given);
  });
});
