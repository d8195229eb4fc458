import * as tf from '@tensorflow/tfjs';
import { bernoulliLogLikelihood } from '../../src/distributions/bernoulliLogLikelihood.js';
import { gaussianKl } from '../../src/distributions/gaussianKl.js';
import { gaussianLogLikelihood } from '../../src/distributions/gaussianLogLikelihood.js';
import { gaussianMixtureLogDensity } from '../../src/distributions/gaussianMixtureLogDensity.js';
import { logMeanOfShares } from '../../src/distributions/logMeanOfShares.js';
import { negativeBinomialLogLikelihood } from '../../src/distributions/negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from '../../src/distributions/poissonLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from '../../src/distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
import { alignBatchesLoss } from '../../src/losses/alignBatchesLoss.js';
import { batchClassifierLoss } from '../../src/losses/batchClassifierLoss.js';
import { batchDependenceLoss } from '../../src/losses/batchDependenceLoss.js';
import { club } from '../../src/losses/club.js';
import { clubLikelihood } from '../../src/losses/clubLikelihood.js';
import { conditionalBatchDependenceLoss } from '../../src/losses/conditionalBatchDependenceLoss.js';
import { contrastiveLoss } from '../../src/losses/contrastiveLoss.js';
import { gradientPenalty } from '../../src/losses/gradientPenalty.js';
import { groupedMmd } from '../../src/losses/groupedMmd.js';
import { groupLasso } from '../../src/losses/groupLasso.js';
import { hsic } from '../../src/losses/hsic.js';
import { infoNce } from '../../src/losses/infoNce.js';
import { klLabelPriorLoss } from '../../src/losses/klLabelPriorLoss.js';
import { klOfMoments } from '../../src/losses/klOfMoments.js';
import { klStandardNormalLoss } from '../../src/losses/klStandardNormalLoss.js';
import { klVampPriorLoss } from '../../src/losses/klVampPriorLoss.js';
import { meanSquaredError } from '../../src/losses/meanSquaredError.js';
import { mmd } from '../../src/losses/mmd.js';
import { neighborhoods } from '../../src/losses/rbf/neighborhoods.js';
import { rbfKernel } from '../../src/losses/rbf/rbfKernel.js';
import { reconstructionLoss } from '../../src/losses/reconstructionLoss.js';
import { scaledReconstructionLoss } from '../../src/losses/scaledReconstructionLoss.js';
import { totalCorrelation } from '../../src/losses/totalCorrelation.js';
import { unitGradientPenalty } from '../../src/losses/unitGradientPenalty.js';
import { createRng } from '../../src/random/rng.js';
import { cosineSimilarities } from '../../src/tensor/cosineSimilarities.js';
import { detach } from '../../src/tensor/detach.js';
import { digamma } from '../../src/tensor/digamma.js';
import { lgamma } from '../../src/tensor/lgamma.js';
import { normalizeRows } from '../../src/tensor/normalizeRows.js';
import { squaredDistances } from '../../src/tensor/squaredDistances.js';
import { standardizeRows } from '../../src/tensor/standardizeRows.js';

type Some = (a: tf.Tensor2D, b: tf.Tensor2D, c: tf.Tensor2D, d: tf.Tensor2D, e: tf.Tensor2D) => tf.Tensor;

const codes = [0, 1, 2, 0, 1, 2, 2, 1];
const oneHot = () => tf.oneHot(tf.tensor1d(codes, 'int32'), 3, 1, 0, 'float32') as tf.Tensor2D;
const counts = () =>
  tf.tensor2d(
    codes.flatMap((code) => [0, code, 40 * code]),
    [8, 3],
  );
/** A network whose second derivatives tfjs has. */
const smooth = (w: tf.Tensor2D) => (at: tf.Tensor2D) => tf.softplus(at.matMul(w)).square() as tf.Tensor2D;

const [z, small, table, row] = [
  [8, 3],
  [8, 2],
  [3, 3],
  [1, 3],
];

const losses: [string, Some, number[][]][] = [
  ['meanSquaredError', meanSquaredError, [z, z]],
  ['reconstructionLoss', reconstructionLoss, [z, z]],
  ['scaledReconstructionLoss', (x, y) => scaledReconstructionLoss(x, y, tf.tensor1d([0.5, 1, 2])), [z, z]],
  ['klStandardNormalLoss', klStandardNormalLoss, [z, z]],
  ['klOfMoments', klOfMoments, [z]],
  ['batchClassifierLoss', (logits) => batchClassifierLoss(logits, oneHot()), [z]],
  ['batchDependenceLoss, rbf', (x) => batchDependenceLoss(x.add(oneHot().mul(4)), oneHot()), [z]],
  [
    'batchDependenceLoss, linear',
    (x) => batchDependenceLoss(x.add(oneHot().mul(4)), oneHot(), { kernel: 'linear' }),
    [z],
  ],
  [
    'conditionalBatchDependenceLoss',
    (x) => {
      const apart = x.add<tf.Tensor2D>(oneHot().mul(0.5));
      return conditionalBatchDependenceLoss(apart, oneHot(), neighborhoods(apart, { width: 0.5 }));
    },
    [z],
  ],
  ['neighborhoods', (x) => neighborhoods(x, { width: 0.5 }).matMul(x), [z]],
  ['alignBatchesLoss', (x) => alignBatchesLoss(x, oneHot()), [z]],
  ['mmd', (x, y) => mmd(x, y), [z, [5, 3]]],
  [
    'mmd, of unit rows, other bandwidths',
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
  ['contrastiveLoss, with labels', (x, y) => contrastiveLoss(x, y, { labels: oneHot() }), [z, z]],
  ['rbfKernel', (x, y) => rbfKernel(x, y), [z, [5, 3]]],
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
  [
    'gradientPenalty, two probes',
    (x, w) => gradientPenalty(smooth(w), x, createRng(5), { probes: 2 }),
    [z, [3, 4]],
  ],
  ['unitGradientPenalty', (x, w) => unitGradientPenalty(smooth(w), x), [z, [3, 1]]],
  [
    'unitGradientPenalty, relu',
    (x, w, v) => unitGradientPenalty((at) => tf.matMul<tf.Tensor2D>(tf.relu(at.matMul(w)), v), x),
    [z, [3, 4], [4, 1]],
  ],
];

const distributions: [string, Some, number[][]][] = [
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
  ['logMeanOfShares', (logits) => logMeanOfShares(counts(), logits), [z]],
];

const tensor: [string, Some, number[][]][] = [
  ['lgamma', (x) => lgamma(x.exp()), [z]],
  ['digamma', (x) => digamma(x.exp()), [z]],
  ['cosineSimilarities', (x, y) => cosineSimilarities(x, y), [z, [5, 3]]],
  ['squaredDistances', (x, y) => squaredDistances(x, y), [z, [5, 3]]],
  ['normalizeRows', (x) => normalizeRows(x), [z]],
  ['standardizeRows', (x) => standardizeRows(x), [z]],
  ['detach', (x) => detach(x).mul(x), [z]],
];

/** Public functions of tensors by the folder that defines them: `name, variant`, how it is called, shapes of its inputs. */
export const functionCases: Record<string, [string, Some, number[][]][]> = { losses, distributions, tensor };
