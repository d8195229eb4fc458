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
export type { Compile } from './compile/wantedRuntime.js';
// Likelihoods, densities and divergences, entry by entry
export { bernoulliLogLikelihood } from './distributions/bernoulliLogLikelihood.js';
export { gaussianKl } from './distributions/gaussianKl.js';
export { gaussianLogLikelihood } from './distributions/gaussianLogLikelihood.js';
export { gaussianMixtureLogDensity, type MixtureOptions } from './distributions/gaussianMixtureLogDensity.js';
export { logMeanOfShares } from './distributions/logMeanOfShares.js';
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
export type { KernelMixtureOptions } from './kernels/mixtureOf.js';
export { type NeighborhoodOptions, neighborhoods } from './kernels/neighborhoods.js';
export { type RbfKernelOptions, rbfKernel } from './kernels/rbfKernel.js';
export type { RbfOptions } from './kernels/rbfOptions.js';
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
// The model; what systems are made of
export type {
  Assembly,
  CovariateShape,
  CovariateSpec,
  EncodeInput,
  SystemDefinition,
  SystemOptions,
  SystemShape,
} from './models/assembly.js';
export { type AssemblyPhase, type AssemblyPhaseParts, assemblyPhase } from './models/assemblyPhase.js';
export type { CellOptions, CorrectOptions } from './models/calls.js';
export type { BatchColumn, Categories, CovariateColumns, Values } from './models/covariateColumns.js';
export type { MapperOptions } from './models/createMapper.js';
export { DisentangledAE } from './models/DisentangledAE.js';
export { type ExportOnnxOptions, exportOnnx, type OnnxPart } from './models/exportOnnx.js';
export type { FitOptions } from './models/fitOptions.js';
export type { Preprocessing } from './models/fitted.js';
export type { FittedSystem } from './models/fittedSystem.js';
export type { Latents } from './models/inference.js';
export type { InputKind } from './models/inputScale.js';
export { type LatentDirectionOptions, latentDirection } from './models/latentDirection.js';
export { loadSystem } from './models/loadSystem.js';
export type { DecoderShapeOptions, DisentangledAEOptions, EncoderShapeOptions } from './models/options.js';
export type { SystemFitOptions } from './models/prepareSystem.js';
export type { PresetName } from './models/presets.js';
export type { ModelReport, ReportOptions } from './models/report.js';
export { System } from './models/System.js';
export { type Sweep, type SweepOptions, type SweepPoint, sweep } from './models/sweep.js';
export { mapCells, type SystemCells } from './models/systemCells.js';
// Networks
export type { Activation, ActivationName } from './nn/activation.js';
export {
  type AdditiveDecoder,
  type AdditiveDecoderOptions,
  createAdditiveDecoder,
  type Pooling,
} from './nn/additiveDecoder.js';
export type { NetworkLike } from './nn/asNetwork.js';
export { type AttributeNetworkOptions, createAttributeNetwork } from './nn/createAttributeNetwork.js';
export { type ClassifierOptions, createClassifier } from './nn/createClassifier.js';
export { createDecoder, type DecoderOptions } from './nn/createDecoder.js';
export {
  createEmbeddingTable,
  type EmbeddingTable,
  type EmbeddingTableOptions,
} from './nn/createEmbeddingTable.js';
export { createEncoder, type EncoderOptions } from './nn/createEncoder.js';
export {
  createGaussianEncoder,
  type GaussianMoments,
  gaussianMoments,
} from './nn/createGaussianEncoder.js';
export { createGeneVector, type GeneVectorOptions } from './nn/createGeneVector.js';
export { createLabelPrior, type LabelPrior, type LabelPriorOptions } from './nn/createLabelPrior.js';
export { createMlp } from './nn/createMlp.js';
export { createProjectionCritic, type ProjectionCriticOptions } from './nn/createProjectionCritic.js';
export { createStandardScaler } from './nn/createStandardScaler.js';
export { gradientReversal } from './nn/gradientReversal.js';
export type { InitialWeights } from './nn/initialWeights.js';
export type { LatentBlock, LatentLayout, Named } from './nn/latentLayout.js';
export type { HiddenOptions, MlpOptions } from './nn/mlpOptions.js';
export type { Mode, Network } from './nn/network.js';
export type { NormName } from './nn/normLayer.js';
export { type PooledLogitsOptions, pooledLogits } from './nn/pooledLogits.js';
export type { LatentOptions, LatentSpec } from './nn/resolveLatent.js';
export { sampleGaussian } from './nn/sampleGaussian.js';
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
// Published systems
export {
  type AttributeColumns,
  type AttributeName,
  type AttributeValues,
  Biolord,
  type BiolordCodeOptions,
  type BiolordPrediction,
  type BiolordPredictOptions,
} from './systems/biolord/Biolord.js';
export type {
  AttributeKind,
  AttributeKinds,
  BiolordOptions,
  ResolvedBiolordOptions,
} from './systems/biolord/biolordOptions.js';
export type { AttributeValue } from './systems/biolord/counterfactual.js';
export type { BiolordLikelihood } from './systems/biolord/likelihoods.js';
export { Drvi } from './systems/drvi/Drvi.js';
export type { DrviDimension } from './systems/drvi/dimensions.js';
export type { DrviOptions } from './systems/drvi/drviOptions.js';
export type {
  DirectionalScores,
  DrviInterpretation,
  InDistributionScores,
  OutOfDistributionScores,
} from './systems/drvi/interpretation.js';
export type { DrviLikelihood } from './systems/drvi/likelihoods.js';
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
export type { CountLikelihood } from './systems/scDisInFact/countLoss.js';
export type { KeyGene } from './systems/scDisInFact/rankKeyGenes.js';
export { ScDisInFact, type ScDisInFactPredictOptions } from './systems/scDisInFact/ScDisInFact.js';
export type {
  ResolvedScDisInFact,
  ScDisInFactOptions,
  ScDisInFactWeights,
} from './systems/scDisInFact/scDisInFactOptions.js';
export type { ScidrlCorrectOptions } from './systems/scidrl/correctScidrl.js';
export { Scidrl, type ScidrlCovariates } from './systems/scidrl/Scidrl.js';
export type { ScidrlOptions } from './systems/scidrl/scidrlOptions.js';
export { detach } from './tensor/detach.js';
export { digamma } from './tensor/digamma.js';
export { lgamma } from './tensor/lgamma.js';
export { normalizeRows } from './tensor/normalizeRows.js';
export { squaredDistances } from './tensor/squaredDistances.js';
export { standardizeRows } from './tensor/standardizeRows.js';
// Terms
export { type AdversaryOptions, adversary } from './terms/adversary.js';
export { type AlignBatchesOptions, alignBatches } from './terms/alignBatches.js';
export { type BatchClassifierOptions, batchClassifier } from './terms/batchClassifier.js';
export { type BatchDependenceOptions, batchDependence } from './terms/batchDependence.js';
export {
  type ConditionalBatchDependenceOptions,
  conditionalBatchDependence,
} from './terms/conditionalBatchDependence.js';
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
export type { EarlyStopping } from './train/earlyStopping.js';
export type { EpochRecord, ValidationRecord } from './train/epochRecord.js';
export type { Minibatch, TrainingSet } from './train/minibatch.js';
export type { Plan } from './train/plan.js';
// Samplers
export { contrastPairs } from './train/samplers/contrastPairs.js';
export { randomSampler } from './train/samplers/randomSampler.js';
export type { Sampler } from './train/samplers/sampler.js';
export { stratifiedSampler } from './train/samplers/stratifiedSampler.js';
export type { Step } from './train/step.js';
