/**
 * The class {@link DisentangledAE}, its options and loss terms, and the export to ONNX.
 *
 * @module zbio/autoencoder
 */

export {
  DisentangledAE,
  type DisentangledAECovariates,
  type Latents,
} from '../autoencoder/DisentangledAE.js';
export type { AutoencoderAssembly } from '../autoencoder/definition.js';
export { type ExportOnnxOptions, exportOnnx, type OnnxPart } from '../autoencoder/exportOnnx.js';
export type { AutoencoderParts } from '../autoencoder/forward.js';
export type {
  DecoderShapeOptions,
  DisentangledAEOptions,
  EncoderShapeOptions,
  FitOptions,
} from '../autoencoder/options.js';
export type { PresetName } from '../autoencoder/presets.js';
export { type AdversaryOptions, adversary } from '../autoencoder/terms/adversary.js';
export { type AlignBatchesOptions, alignBatches } from '../autoencoder/terms/alignBatches.js';
export { type BatchClassifierOptions, batchClassifier } from '../autoencoder/terms/batchClassifier.js';
export { type BatchDependenceOptions, batchDependence } from '../autoencoder/terms/batchDependence.js';
export {
  type ConditionalBatchDependenceOptions,
  conditionalBatchDependence,
} from '../autoencoder/terms/conditionalBatchDependence.js';
export { type ContrastiveOptions, contrastive } from '../autoencoder/terms/contrastive.js';
export { type DefaultTermsOptions, defaultTerms } from '../autoencoder/terms/defaultTerms.js';
export {
  type DisentangleMeasure,
  type DisentangleOptions,
  disentangle,
  type LatentMeasure,
} from '../autoencoder/terms/disentangle.js';
export type {
  Encoded,
  ForwardPass,
  LatentTensors,
  LossTerm,
  ModelShape,
} from '../autoencoder/terms/forwardPass.js';
export { type KlStandardNormalOptions, klStandardNormal } from '../autoencoder/terms/klStandardNormal.js';
export type { MutualInformationEstimator } from '../autoencoder/terms/mutualInformation.js';
export { type ReconstructionOptions, reconstruction } from '../autoencoder/terms/reconstruction.js';
export type { BlockName, TermOptions } from '../autoencoder/terms/termOptions.js';
export type { Preprocessing } from '../model/file/cellsHeader.js';
export type { CellOptions, CorrectOptions, MissingGenes } from '../model/map/cellOptions.js';
export type { InputKind } from '../model/map/inputScale.js';
