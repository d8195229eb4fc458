/**
 * Losses, kernels, likelihoods and divergences: functions that take tensors and return a tensor.
 *
 * @module zbio/losses
 */

export { bernoulliLogLikelihood } from '../distributions/bernoulliLogLikelihood.js';
export { gaussianKl } from '../distributions/gaussianKl.js';
export { gaussianLogLikelihood } from '../distributions/gaussianLogLikelihood.js';
export {
  gaussianMixtureLogDensity,
  type MixtureOptions,
} from '../distributions/gaussianMixtureLogDensity.js';
export type { LikelihoodName } from '../distributions/likelihoods.js';
export { logMeanOfShares } from '../distributions/logMeanOfShares.js';
export { negativeBinomialLogLikelihood } from '../distributions/negativeBinomialLogLikelihood.js';
export { poissonLogLikelihood } from '../distributions/poissonLogLikelihood.js';
export { zeroInflatedNegativeBinomialLogLikelihood } from '../distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
export { alignBatchesLoss } from '../losses/alignBatchesLoss.js';
export { batchClassifierLoss } from '../losses/batchClassifierLoss.js';
export { type BatchDependenceLossOptions, batchDependenceLoss } from '../losses/batchDependenceLoss.js';
export { club } from '../losses/club.js';
export { clubLikelihood } from '../losses/clubLikelihood.js';
export { conditionalBatchDependenceLoss } from '../losses/conditionalBatchDependenceLoss.js';
export { type ContrastiveLossOptions, contrastiveLoss } from '../losses/contrastiveLoss.js';
export { type GradientPenaltyOptions, gradientPenalty } from '../losses/gradientPenalty.js';
export { type GroupedMmdOptions, groupedMmd } from '../losses/groupedMmd.js';
export { type GroupLassoOptions, groupLasso } from '../losses/groupLasso.js';
export { type HsicOptions, hsic } from '../losses/hsic.js';
export { infoNce } from '../losses/infoNce.js';
export { klLabelPriorLoss } from '../losses/klLabelPriorLoss.js';
export { klOfMoments } from '../losses/klOfMoments.js';
export { klStandardNormalLoss } from '../losses/klStandardNormalLoss.js';
export { klVampPriorLoss } from '../losses/klVampPriorLoss.js';
export { meanSquaredError } from '../losses/meanSquaredError.js';
export { type MmdOptions, mmd } from '../losses/mmd.js';
export type { KernelMixtureOptions } from '../losses/rbf/mixtureOf.js';
export { type NeighborhoodOptions, neighborhoods } from '../losses/rbf/neighborhoods.js';
export { type RbfKernelOptions, rbfKernel } from '../losses/rbf/rbfKernel.js';
export type { RbfOptions } from '../losses/rbf/rbfOptions.js';
export { reconstructionLoss } from '../losses/reconstructionLoss.js';
export { scaledReconstructionLoss } from '../losses/scaledReconstructionLoss.js';
export {
  type TotalCorrelation,
  type TotalCorrelationOptions,
  totalCorrelation,
} from '../losses/totalCorrelation.js';
export { unitGradientPenalty } from '../losses/unitGradientPenalty.js';
export { cosineSimilarities } from '../tensor/cosineSimilarities.js';
export { digamma } from '../tensor/digamma.js';
export { lgamma } from '../tensor/lgamma.js';
export { normalizeRows } from '../tensor/normalizeRows.js';
export { squaredDistances } from '../tensor/squaredDistances.js';
export { standardizeRows } from '../tensor/standardizeRows.js';
