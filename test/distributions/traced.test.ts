import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { bernoulliLogLikelihood } from '../../src/distributions/bernoulliLogLikelihood.js';
import { gaussianKl } from '../../src/distributions/gaussianKl.js';
import { gaussianLogLikelihood } from '../../src/distributions/gaussianLogLikelihood.js';
import { gaussianMixtureLogDensity } from '../../src/distributions/gaussianMixtureLogDensity.js';
import { negativeBinomialLogLikelihood } from '../../src/distributions/negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from '../../src/distributions/poissonLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from '../../src/distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
import { groupedMmd } from '../../src/losses/groupedMmd.js';
import { groupLasso } from '../../src/losses/groupLasso.js';
import { klLabelPriorLoss } from '../../src/losses/klLabelPriorLoss.js';
import { klVampPriorLoss } from '../../src/losses/klVampPriorLoss.js';
import { totalCorrelation } from '../../src/losses/totalCorrelation.js';
import { digamma } from '../../src/tensor/digamma.js';
import { lgamma } from '../../src/tensor/lgamma.js';
import { expectSameTraced, numbers, withGradients } from '../record/compare.js';

type Some = (a: tf.Tensor2D, b: tf.Tensor2D, c: tf.Tensor2D, d: tf.Tensor2D, e: tf.Tensor2D) => tf.Tensor;

const codes = [0, 1, 2, 0, 1, 2, 2, 1];
const oneHot = () => tf.oneHot(tf.tensor1d(codes, 'int32'), 3, 1, 0, 'float32') as tf.Tensor2D;
const counts = () =>
  tf.tensor2d(
    codes.flatMap((code) => [0, code, 40 * code]),
    [8, 3],
  );
const [z, table, row] = [
  [8, 3],
  [3, 3],
  [1, 3],
];

const functions: [string, Some, number[][]][] = [
  ['lgamma', (x) => lgamma(x.exp()), [z]],
  ['digamma', (x) => digamma(x.exp()), [z]],
  ['poissonLogLikelihood', (m) => poissonLogLikelihood(counts(), m), [z]],
  ['negativeBinomialLogLikelihood', (m, t) => negativeBinomialLogLikelihood(counts(), m, t), [z, row]],
  [
    'zeroInflatedNegativeBinomialLogLikelihood',
    (m, t, l) => zeroInflatedNegativeBinomialLogLikelihood(counts(), m, t, l),
    [z, row, z],
  ],
  ['bernoulliLogLikelihood', (logits) => bernoulliLogLikelihood(counts().step(), logits), [z]],
  ['gaussianLogLikelihood', gaussianLogLikelihood, [z, z, row]],
  ['gaussianKl', gaussianKl, [z, z, row, row]],
  [
    'gaussianMixtureLogDensity',
    (x, m, v, logits) => gaussianMixtureLogDensity(x, m, v, { logits }),
    [z, table, table, row],
  ],
  ['klLabelPriorLoss', (m, v, p, q) => klLabelPriorLoss(m, v, oneHot(), p, q), [z, z, table, table]],
  ['klVampPriorLoss', (x, m, v, p, q) => klVampPriorLoss(x, m, v, p, q), [z, z, z, table, table]],
  ['groupLasso', (weights) => groupLasso(weights), [z]],
  ['groupedMmd', (x) => groupedMmd(x.add(oneHot()), oneHot(), { reference: [1, 1, 0] }), [z]],
  ['groupedMmd, bandwidths', (x) => groupedMmd(x, oneHot(), { bandwidths: [1e-6, 1, 1e6] }), [z]],
  ...(['mss', 'mws'] as const).map((estimator): [string, Some, number[][]] => [
    `totalCorrelation, ${estimator}`,
    (x, m, v) => {
      const parts = totalCorrelation(x, m, v, { cells: 100, estimator });
      return parts.totalCorrelation.add(parts.mutualInformation.mul(2)).add(parts.dimensionWiseKl.mul(3));
    },
    [z, z, z],
  ]),
];

describe('recorded as a graph', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(functions)('%s', async (_, f, shapes) => {
    const given = Object.fromEntries(shapes.map((shape, i) => [`i${i}`, numbers(shape, i + 1)]));
    await expectSameTraced(withGradients(f as (...inputs: tf.Tensor[]) => tf.Tensor), given);
    tf.dispose(given);
  });
});
