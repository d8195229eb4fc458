/**
 * Networks, the options of their layers, latent layouts, gradient tricks, and seeded random numbers.
 *
 * @module zbio/nn
 */

export { gradientReversal } from '../nn/gradientReversal.js';
export type { LatentBlock, LatentLayout, Named } from '../nn/latentLayout.js';
export type { Activation, ActivationName } from '../nn/layers/activation.js';
export type { InitialWeights } from '../nn/layers/initialWeights.js';
export type { NormName } from '../nn/layers/normLayer.js';
export type { FirstNorm, Mode, Network, NormStatistics } from '../nn/network.js';
export {
  type AdditiveDecoder,
  type AdditiveDecoderOptions,
  createAdditiveDecoder,
  type Pooling,
} from '../nn/networks/additiveDecoder.js';
export type { NetworkLike } from '../nn/networks/asNetwork.js';
export {
  type AttributeNetworkOptions,
  createAttributeNetwork,
} from '../nn/networks/createAttributeNetwork.js';
export { type ClassifierOptions, createClassifier } from '../nn/networks/createClassifier.js';
export { createDecoder, type DecoderOptions } from '../nn/networks/createDecoder.js';
export {
  createEmbeddingTable,
  type EmbeddingTable,
  type EmbeddingTableOptions,
} from '../nn/networks/createEmbeddingTable.js';
export { createEncoder, type EncoderOptions } from '../nn/networks/createEncoder.js';
export {
  createGaussianEncoder,
  type GaussianMoments,
  gaussianMoments,
} from '../nn/networks/createGaussianEncoder.js';
export { createGeneVector, type GeneVectorOptions } from '../nn/networks/createGeneVector.js';
export {
  createLabelPrior,
  type LabelPrior,
  type LabelPriorOptions,
} from '../nn/networks/createLabelPrior.js';
export { createMlp, type Mlp } from '../nn/networks/createMlp.js';
export {
  createProjectionCritic,
  type ProjectionCriticOptions,
} from '../nn/networks/createProjectionCritic.js';
export { createStandardScaler } from '../nn/networks/createStandardScaler.js';
export type { HiddenOptions, MlpOptions } from '../nn/networks/mlpOptions.js';
export { type PooledLogitsOptions, pooledLogits } from '../nn/networks/pooledLogits.js';
export type { LatentOptions, LatentSpec } from '../nn/resolveLatent.js';
export { sampleGaussian } from '../nn/sampleGaussian.js';
export { maskTensor, normalTensor, uniformTensor } from '../random/randomTensors.js';
export { createRng, type RecordedTensors, type Rng, type RngState } from '../random/rng.js';
export { detach } from '../tensor/detach.js';
