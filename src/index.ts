/**
 * zbio: disentangled autoencoders for single-cell data.
 *
 * Pieces (losses, terms, schedules, networks, data) and one class assembled from exactly those, {@link DisentangledAE}.
 *
 * @example
 * ```ts
 * import { DisentangledAE, labels, log1p, normalizeTotal, readH5ad } from 'zbio';
 *
 * const adata = await readH5ad('cells.h5ad');
 * const model = new DisentangledAE({ seed: 1 });
 * const { bio, nio } = await model.fitTransform(log1p(normalizeTotal(adata.x)), labels(adata.obs, 'batch'));
 * ```
 *
 * @packageDocumentation
 */

// Backend and randomness
export type { BackendName } from './backend/backendName.js';
export { type UseBackendOptions, useBackend } from './backend/useBackend.js';
export { UntraceableError } from './compile/untraceable.js';
// Likelihoods, densities and divergences, entry by entry
export { bernoulliLogLikelihood } from './distributions/bernoulliLogLikelihood.js';
export { gaussianKl } from './distributions/gaussianKl.js';
export { gaussianLogLikelihood } from './distributions/gaussianLogLikelihood.js';
export { gaussianMixtureLogDensity, type MixtureOptions } from './distributions/gaussianMixtureLogDensity.js';
export { negativeBinomialLogLikelihood } from './distributions/negativeBinomialLogLikelihood.js';
export { poissonLogLikelihood } from './distributions/poissonLogLikelihood.js';
export { zeroInflatedNegativeBinomialLogLikelihood } from './distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
// Cells: matrices, h5ad, preprocessing
export type { AnnData, UnsValue } from './io/anndata.js';
export { categorical } from './io/categorical.js';
export { checkWritable } from './io/checkWritable.js';
export { type Categorical, type Column, columnText, type Nullable, type NumberColumn } from './io/column.js';
export { column, labels } from './io/columnByName.js';
export { createAnnData } from './io/createAnnData.js';
export { type ReadH5adOptions, readH5ad } from './io/readH5ad.js';
export type { Selection } from './io/selection.js';
export { subsetCells, subsetGenes } from './io/subset.js';
export { writeH5ad } from './io/writeH5ad.js';
// Losses and kernels: tensors in, a scalar or a tensor out
export { cosineSimilarities } from './kernels/cosineSimilarities.js';
export { type RbfKernelOptions, rbfKernel } from './kernels/rbfKernel.js';
export type { RbfOptions } from './kernels/rbfOptions.js';
export { alignBatchesLoss } from './losses/alignBatchesLoss.js';
export { batchClassifierLoss } from './losses/batchClassifierLoss.js';
export { type BatchDependenceLossOptions, batchDependenceLoss } from './losses/batchDependenceLoss.js';
export { club } from './losses/club.js';
export { clubLikelihood } from './losses/clubLikelihood.js';
export { type ContrastiveLossOptions, contrastiveLoss } from './losses/contrastiveLoss.js';
export {
  type GradientPenaltyOptions,
  gradientPenalty,
} from './losses/gradientPenalty.js';
export { type GroupedMmdOptions, groupedMmd } from './losses/groupedMmd.js';
export { type GroupLassoOptions, groupLasso } from './losses/groupLasso.js';
export { type HsicOptions, hsic } from './losses/hsic.js';
export { infoNce } from './losses/infoNce.js';
export { klLabelPriorLoss } from './losses/klLabelPriorLoss.js';
export { klOfMoments } from './losses/klOfMoments.js';
export { klStandardNormalLoss } from './losses/klStandardNormalLoss.js';
export { klVampPriorLoss } from './losses/klVampPriorLoss.js';
export { meanSquaredError } from './losses/meanSquaredError.js';
export { type MmdOptions, mmd } from './losses/mmd.js';
export { reconstructionLoss } from './losses/reconstructionLoss.js';
export { scaledReconstructionLoss } from './losses/scaledReconstructionLoss.js';
export {
  type TotalCorrelation,
  type TotalCorrelationOptions,
  totalCorrelation,
} from './losses/totalCorrelation.js';
export type { CsrMatrix, Matrix, MatrixLike } from './matrix/matrix.js';
export { selectColumns } from './matrix/selectColumns.js';
export { selectRows } from './matrix/selectRows.js';
export {
  type CounterfactualCells,
  type CounterfactualQuality,
  type CounterfactualQualityOptions,
  counterfactualQuality,
} from './metrics/counterfactualQuality.js';
export type {
  CounterfactualScore,
  CounterfactualScores,
  LabelCounterfactualScore,
} from './metrics/counterfactualScores.js';
export type { CountTable } from './metrics/countTable.js';
export { type DesignCheck, type DesignCheckOptions, designCheck } from './metrics/designCheck.js';
export type { DesignFinding } from './metrics/designFindings.js';
export type { NamedLatents } from './metrics/disentanglement/dimColumns.js';
export {
  type DisentanglementMetrics,
  type DisentanglementMetricsOptions,
  disentanglementMetrics,
} from './metrics/disentanglement/disentanglementMetrics.js';
export type { MatchingScores } from './metrics/disentanglement/matchingScores.js';
export { formatLeakage } from './metrics/formatLeakage.js';
// Metrics
export type { Candidate } from './metrics/frontier.js';
export {
  type IntegrationMetrics,
  type IntegrationMetricsOptions,
  integrationMetrics,
} from './metrics/integrationMetrics.js';
export type { BatchScores, BioScores } from './metrics/integrationScores.js';
export { type KnnAccuracy, type KnnAccuracyOptions, knnAccuracy } from './metrics/knnAccuracy.js';
export type { Dependence, LatentDependence } from './metrics/latentDependence.js';
export {
  type LeakageLatents,
  type LeakageOptions,
  type LeakageReport,
  leakage,
} from './metrics/leakage.js';
export type { LeakageAdvice } from './metrics/leakageVerdict.js';
export { type Neighbors, nearestNeighbors } from './metrics/nearestNeighbors.js';
export type { Probe, ProbeScore } from './metrics/probe.js';
// The model
export type { CellOptions, CorrectOptions } from './models/calls.js';
export { DisentangledAE } from './models/DisentangledAE.js';
export { type ExportOnnxOptions, exportOnnx, type OnnxPart } from './models/exportOnnx.js';
export type { FitOptions } from './models/fitOptions.js';
export type { Preprocessing } from './models/fitted.js';
export type { Latents } from './models/inference.js';
export type { InputKind } from './models/inputScale.js';
export type { DecoderShapeOptions, DisentangledAEOptions, EncoderShapeOptions } from './models/options.js';
export type { PresetName } from './models/presets.js';
export type { ModelReport, ReportOptions } from './models/report.js';
export { type Sweep, type SweepOptions, type SweepPoint, sweep } from './models/sweep.js';
// Networks
export type { Activation, ActivationName } from './nn/activation.js';
export type { NetworkLike } from './nn/asNetwork.js';
export { type ClassifierOptions, createClassifier } from './nn/createClassifier.js';
export { createDecoder, type DecoderOptions } from './nn/createDecoder.js';
export { createEncoder, type EncoderOptions } from './nn/createEncoder.js';
export { createMlp, type HiddenOptions, type MlpOptions } from './nn/createMlp.js';
export { gradientReversal } from './nn/gradientReversal.js';
export type { LatentBlock, LatentLayout, Named } from './nn/latentLayout.js';
export type { Mode, Network } from './nn/network.js';
export type { LatentOptions, LatentSpec } from './nn/resolveLatent.js';
// Schedules and noise
export { dropoutNoise } from './noise/dropoutNoise.js';
export { gaussianNoise } from './noise/gaussianNoise.js';
export { type InputNoiseOptions, inputNoise, type Noise } from './noise/inputNoise.js';
export {
  type HighlyVariableGenes,
  type HighlyVariableGenesOptions,
  highlyVariableGenes,
} from './preprocess/highlyVariableGenes.js';
export { log1p } from './preprocess/log1p.js';
export { type NormalizeTotalOptions, normalizeTotal } from './preprocess/normalizeTotal.js';
export { type Pca, type PcaOptions, pca } from './preprocess/pca.js';
export { type ScaleOptions, scale } from './preprocess/scale.js';
export { maskTensor, normalTensor, uniformTensor } from './random/randomTensors.js';
export { createRng, type RecordedTensors, type Rng, type RngState } from './random/rng.js';
export { constantSchedule } from './schedules/constantSchedule.js';
export { cosineSchedule } from './schedules/cosineSchedule.js';
export { exponentialSchedule } from './schedules/exponentialSchedule.js';
export { fadeOut } from './schedules/fadeOut.js';
export { join } from './schedules/join.js';
export { linearSchedule, type RangeOptions } from './schedules/linearSchedule.js';
export type { Progress, Schedule, Scheduled, ValueNow } from './schedules/schedule.js';
export { type StepScheduleOptions, stepSchedule } from './schedules/stepSchedule.js';
export { type WarmUpOptions, warmUp } from './schedules/warmUp.js';
export { simulateCells } from './simulate/simulateCells.js';
export type { SimulateCellsOptions } from './simulate/simulationOptions.js';
export { detach } from './tensor/detach.js';
export { digamma } from './tensor/digamma.js';
export { lgamma } from './tensor/lgamma.js';
export { normalizeRows } from './tensor/normalizeRows.js';
export { squaredDistances } from './tensor/squaredDistances.js';
// Terms
export { type AdversaryOptions, adversary } from './terms/adversary.js';
export { type AlignBatchesOptions, alignBatches } from './terms/alignBatches.js';
export { type BatchClassifierOptions, batchClassifier } from './terms/batchClassifier.js';
export { type BatchDependenceOptions, batchDependence } from './terms/batchDependence.js';
export { type ContrastiveOptions, contrastive } from './terms/contrastive.js';
export { type DefaultTermsOptions, defaultTerms } from './terms/defaultTerms.js';
export {
  type DisentangleMeasure,
  type DisentangleOptions,
  disentangle,
  type LatentMeasure,
} from './terms/disentangle.js';
export type { Encoded, ForwardPass, LatentTensors, ModelShape } from './terms/forwardPass.js';
export { type KlStandardNormalOptions, klStandardNormal } from './terms/klStandardNormal.js';
export type { LossTerm } from './terms/lossTerm.js';
export type { MutualInformationEstimator } from './terms/mutualInformation.js';
export { type ReconstructionOptions, reconstruction } from './terms/reconstruction.js';
export type { BlockName, TermOptions } from './terms/termOptions.js';
export type { AdamOptions } from './train/adam.js';
export type { Compile } from './train/createStepper.js';
export type { EarlyStopping } from './train/earlyStopping.js';
export type { EpochRecord, ValidationRecord } from './train/epochRecord.js';
