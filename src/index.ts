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

export { DisentangledAE, type Latents } from './autoencoder/DisentangledAE.js';
export { type ExportOnnxOptions, exportOnnx, type OnnxPart } from './autoencoder/exportOnnx.js';
export type {
  DecoderShapeOptions,
  DisentangledAEOptions,
  EncoderShapeOptions,
  FitOptions,
  InputKind,
} from './autoencoder/options.js';
export type { PresetName } from './autoencoder/presets.js';
// Terms
export { type AdversaryOptions, adversary } from './autoencoder/terms/adversary.js';
export { type AlignBatchesOptions, alignBatches } from './autoencoder/terms/alignBatches.js';
export { type BatchClassifierOptions, batchClassifier } from './autoencoder/terms/batchClassifier.js';
export { type BatchDependenceOptions, batchDependence } from './autoencoder/terms/batchDependence.js';
export {
  type ConditionalBatchDependenceOptions,
  conditionalBatchDependence,
} from './autoencoder/terms/conditionalBatchDependence.js';
export { type ContrastiveOptions, contrastive } from './autoencoder/terms/contrastive.js';
export { type DefaultTermsOptions, defaultTerms } from './autoencoder/terms/defaultTerms.js';
export {
  type DisentangleMeasure,
  type DisentangleOptions,
  disentangle,
  type LatentMeasure,
} from './autoencoder/terms/disentangle.js';
export type {
  Encoded,
  ForwardPass,
  LatentTensors,
  LossTerm,
  ModelShape,
} from './autoencoder/terms/forwardPass.js';
export { type KlStandardNormalOptions, klStandardNormal } from './autoencoder/terms/klStandardNormal.js';
export type { MutualInformationEstimator } from './autoencoder/terms/mutualInformation.js';
export { type ReconstructionOptions, reconstruction } from './autoencoder/terms/reconstruction.js';
export type { BlockName, TermOptions } from './autoencoder/terms/termOptions.js';
// Backend and randomness
export type { BackendName } from './backend/backendName.js';
export { type UseBackendOptions, useBackend } from './backend/useBackend.js';
// Likelihoods, densities and divergences, entry by entry
export { bernoulliLogLikelihood } from './distributions/bernoulliLogLikelihood.js';
export { gaussianKl } from './distributions/gaussianKl.js';
export { gaussianLogLikelihood } from './distributions/gaussianLogLikelihood.js';
export { gaussianMixtureLogDensity, type MixtureOptions } from './distributions/gaussianMixtureLogDensity.js';
export { logMeanOfShares } from './distributions/logMeanOfShares.js';
export { negativeBinomialLogLikelihood } from './distributions/negativeBinomialLogLikelihood.js';
export { poissonLogLikelihood } from './distributions/poissonLogLikelihood.js';
export { zeroInflatedNegativeBinomialLogLikelihood } from './distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
// Metrics
export type { Candidate } from './evaluate/frontier.js';
export { type LatentDirectionOptions, latentDirection } from './evaluate/latentDirection.js';
export type { ModelReport, ReportOptions } from './evaluate/report.js';
export { type Sweep, type SweepOptions, type SweepPoint, sweep } from './evaluate/sweep.js';
// Cells: matrices, h5ad, preprocessing
export type { AnnData, UnsValue } from './io/anndata.js';
export { categorical } from './io/categorical.js';
export { checkWritable } from './io/checkWritable.js';
export { type Categorical, type Column, columnText, type Nullable, type NumberColumn } from './io/column.js';
export { column, labels } from './io/columnByName.js';
export { createAnnData } from './io/createAnnData.js';
export { type ReadH5adOptions, readH5ad } from './io/h5ad/readH5ad.js';
export { writeH5ad } from './io/h5ad/writeH5ad.js';
export type { Selection } from './io/selection.js';
export { subsetCells, subsetGenes } from './io/subset.js';
export { type Neighbors, nearestNeighbors } from './learn/nearestNeighbors.js';
export { type Pca, type PcaOptions, pca } from './learn/pca.js';
export { alignBatchesLoss } from './losses/alignBatchesLoss.js';
export { batchClassifierLoss } from './losses/batchClassifierLoss.js';
export { type BatchDependenceLossOptions, batchDependenceLoss } from './losses/batchDependenceLoss.js';
export { club } from './losses/club.js';
export { clubLikelihood } from './losses/clubLikelihood.js';
export { conditionalBatchDependenceLoss } from './losses/conditionalBatchDependenceLoss.js';
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
export type { KernelMixtureOptions } from './losses/rbf/mixtureOf.js';
export { type NeighborhoodOptions, neighborhoods } from './losses/rbf/neighborhoods.js';
export { type RbfKernelOptions, rbfKernel } from './losses/rbf/rbfKernel.js';
export type { RbfOptions } from './losses/rbf/rbfOptions.js';
export { reconstructionLoss } from './losses/reconstructionLoss.js';
export { scaledReconstructionLoss } from './losses/scaledReconstructionLoss.js';
export {
  type TotalCorrelation,
  type TotalCorrelationOptions,
  totalCorrelation,
} from './losses/totalCorrelation.js';
export { unitGradientPenalty } from './losses/unitGradientPenalty.js';
export type { Labels } from './matrix/labels.js';
export type { CsrMatrix, Matrix, MatrixLike } from './matrix/matrix.js';
export { selectColumns } from './matrix/selectColumns.js';
export { selectRows } from './matrix/selectRows.js';
export {
  type CounterfactualCells,
  type CounterfactualQuality,
  type CounterfactualQualityOptions,
  counterfactualQuality,
} from './metrics/counterfactual/counterfactualQuality.js';
export type {
  CounterfactualScore,
  CounterfactualScores,
  LabelCounterfactualScore,
} from './metrics/counterfactual/counterfactualScores.js';
export type { CountTable } from './metrics/design/countTable.js';
export { type DesignCheck, type DesignCheckOptions, designCheck } from './metrics/design/designCheck.js';
export type { DesignFinding } from './metrics/design/designFindings.js';
export type { NamedLatents } from './metrics/disentanglement/dimColumns.js';
export {
  type DisentanglementMetrics,
  type DisentanglementMetricsOptions,
  disentanglementMetrics,
} from './metrics/disentanglement/disentanglementMetrics.js';
export type { MatchingScores } from './metrics/disentanglement/matchingScores.js';
export {
  type IntegrationMetrics,
  type IntegrationMetricsOptions,
  integrationMetrics,
} from './metrics/integration/integrationMetrics.js';
export type { BatchScores, BioScores } from './metrics/integration/integrationScores.js';
export { formatLeakage } from './metrics/leakage/formatLeakage.js';
export { type KnnAccuracy, type KnnAccuracyOptions, knnAccuracy } from './metrics/leakage/knnAccuracy.js';
export type { Dependence, LatentDependence } from './metrics/leakage/latentDependence.js';
export {
  type LeakageLatents,
  type LeakageOptions,
  type LeakageReport,
  leakage,
} from './metrics/leakage/leakage.js';
export type { LeakageAdvice } from './metrics/leakage/leakageVerdict.js';
export type { Probe, ProbeScore } from './metrics/leakage/probe.js';
// The model; what systems are made of
export type { Assembly, CovariateShape, EncodeInput, SystemShape } from './model/assembly.js';
export { type AssemblyPhase, type AssemblyPhaseParts, assemblyPhase } from './model/assemblyPhase.js';
export type { BatchColumn, Categories, CovariateColumns, Values } from './model/covariateColumns.js';
export type { CovariateSpec, SystemDefinition, SystemOptions } from './model/definition.js';
export type { Preprocessing } from './model/file/cellsHeader.js';
export type { SystemFitOptions } from './model/fitOptions.js';
export type { Fitted } from './model/fitted.js';
export { loadSystem } from './model/loadSystem.js';
export type { CellOptions, CorrectOptions } from './model/map/cellOptions.js';
export type { MapperOptions } from './model/map/createMapper.js';
export { System } from './model/System.js';
export { mapCells, type SystemCells } from './model/systemCells.js';
export { gradientReversal } from './nn/gradientReversal.js';
export type { LatentBlock, LatentLayout, Named } from './nn/latentLayout.js';
// Networks
export type { Activation, ActivationName } from './nn/layers/activation.js';
export type { InitialWeights } from './nn/layers/initialWeights.js';
export type { NormName } from './nn/layers/normLayer.js';
export type { Mode, Network } from './nn/network.js';
export {
  type AdditiveDecoder,
  type AdditiveDecoderOptions,
  createAdditiveDecoder,
  type Pooling,
} from './nn/networks/additiveDecoder.js';
export type { NetworkLike } from './nn/networks/asNetwork.js';
export {
  type AttributeNetworkOptions,
  createAttributeNetwork,
} from './nn/networks/createAttributeNetwork.js';
export { type ClassifierOptions, createClassifier } from './nn/networks/createClassifier.js';
export { createDecoder, type DecoderOptions } from './nn/networks/createDecoder.js';
export {
  createEmbeddingTable,
  type EmbeddingTable,
  type EmbeddingTableOptions,
} from './nn/networks/createEmbeddingTable.js';
export { createEncoder, type EncoderOptions } from './nn/networks/createEncoder.js';
export {
  createGaussianEncoder,
  type GaussianMoments,
  gaussianMoments,
} from './nn/networks/createGaussianEncoder.js';
export { createGeneVector, type GeneVectorOptions } from './nn/networks/createGeneVector.js';
export { createLabelPrior, type LabelPrior, type LabelPriorOptions } from './nn/networks/createLabelPrior.js';
export { createMlp } from './nn/networks/createMlp.js';
export {
  createProjectionCritic,
  type ProjectionCriticOptions,
} from './nn/networks/createProjectionCritic.js';
export { createStandardScaler } from './nn/networks/createStandardScaler.js';
export type { HiddenOptions, MlpOptions } from './nn/networks/mlpOptions.js';
export { type PooledLogitsOptions, pooledLogits } from './nn/networks/pooledLogits.js';
export type { LatentOptions, LatentSpec } from './nn/resolveLatent.js';
export { sampleGaussian } from './nn/sampleGaussian.js';
// Schedules and noise
export { dropoutNoise } from './noise/dropoutNoise.js';
export { gaussianNoise } from './noise/gaussianNoise.js';
export { type InputNoiseOptions, inputNoise, type Noise } from './noise/inputNoise.js';
export { UntraceableError } from './onnx/untraceable.js';
export type { Compile } from './onnx/wantedRuntime.js';
export {
  type HighlyVariableGenes,
  type HighlyVariableGenesOptions,
  highlyVariableGenes,
} from './preprocess/highlyVariableGenes.js';
export { log1p } from './preprocess/log1p.js';
export { type NormalizeTotalOptions, normalizeTotal } from './preprocess/normalizeTotal.js';
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
// Published systems
export type {
  AttributeColumns,
  AttributeName,
  AttributeValue,
  AttributeValues,
  BiolordCodeOptions,
  BiolordPrediction,
  BiolordPredictOptions,
} from './systems/biolord/attributes.js';
export { Biolord } from './systems/biolord/Biolord.js';
export type {
  AttributeKind,
  AttributeKinds,
  BiolordLikelihood,
  BiolordOptions,
  ResolvedBiolordOptions,
} from './systems/biolord/biolordOptions.js';
export { Drvi } from './systems/drvi/Drvi.js';
export type { DrviDimension } from './systems/drvi/dimensions.js';
export type { DrviLikelihood, DrviOptions } from './systems/drvi/drviOptions.js';
export type {
  DirectionalScores,
  DrviInterpretation,
  InDistributionScores,
  OutOfDistributionScores,
} from './systems/drvi/interpretation.js';
export {
  type RankedDirection,
  type RankedGene,
  type RankGenesOptions,
  rankGenes,
} from './systems/drvi/rankGenes.js';
export {
  type GenerateOptions,
  MichiGan,
  type MichiGanCovariates,
} from './systems/michiGan/MichiGan.js';
export type { MichiGanLayers, MichiGanPart } from './systems/michiGan/michiGanLayers.js';
export type {
  MichiGanOptions,
  MichiGanRates,
  ResolvedMichiGanOptions,
} from './systems/michiGan/michiGanOptions.js';
export type { KeyGene } from './systems/scDisInFact/rankKeyGenes.js';
export { ScDisInFact, type ScDisInFactPredictOptions } from './systems/scDisInFact/ScDisInFact.js';
export type {
  CountLikelihood,
  ResolvedScDisInFact,
  ScDisInFactOptions,
  ScDisInFactWeights,
} from './systems/scDisInFact/scDisInFactOptions.js';
export type { ScidrlCorrectOptions } from './systems/scidrl/correctScidrl.js';
export { Scidrl, type ScidrlCovariates } from './systems/scidrl/Scidrl.js';
export type { ScidrlOptions } from './systems/scidrl/scidrlOptions.js';
// Losses and kernels: tensors in, a scalar or a tensor out
export { cosineSimilarities } from './tensor/cosineSimilarities.js';
export { detach } from './tensor/detach.js';
export { digamma } from './tensor/digamma.js';
export { lgamma } from './tensor/lgamma.js';
export { normalizeRows } from './tensor/normalizeRows.js';
export { squaredDistances } from './tensor/squaredDistances.js';
export { standardizeRows } from './tensor/standardizeRows.js';
export type { EarlyStopping } from './train/earlyStopping.js';
export type { EpochRecord, ValidationRecord } from './train/epochRecord.js';
export type { Minibatch, TrainingSet } from './train/minibatch.js';
export type { AdamOptions } from './train/optimizers/adam.js';
export type { Plan } from './train/plan.js';
export type { Sampler } from './train/sampler.js';
// Samplers
export { contrastPairs } from './train/samplers/contrastPairs.js';
export { randomSampler } from './train/samplers/randomSampler.js';
export { stratifiedSampler } from './train/samplers/stratifiedSampler.js';
export type { Step } from './train/step.js';
