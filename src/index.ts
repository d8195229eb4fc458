/**
 * zbio: disentangled autoencoders for single-cell data.
 *
 * The class {@link DisentangledAE}, five published systems, and the pieces that they are assembled from: losses, terms,
 * schedules, networks and data. The subpaths of the package export everything else.
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
 * @module zbio
 */

export { DisentangledAE, type Latents } from './autoencoder/DisentangledAE.js';
export { exportOnnx } from './autoencoder/exportOnnx.js';
export type {
  DecoderShapeOptions,
  DisentangledAEOptions,
  EncoderShapeOptions,
  FitOptions,
} from './autoencoder/options.js';
export type { PresetName } from './autoencoder/presets.js';
export { conditionalBatchDependence } from './autoencoder/terms/conditionalBatchDependence.js';
export { defaultTerms } from './autoencoder/terms/defaultTerms.js';
export { disentangle } from './autoencoder/terms/disentangle.js';
export type { ForwardPass, LossTerm, ModelShape } from './autoencoder/terms/forwardPass.js';
export { useBackend } from './backend/useBackend.js';
export { isZbioError } from './check/isZbioError.js';
export { report } from './evaluate/report.js';
export { sweep } from './evaluate/sweep.js';
export type { AnnData } from './io/anndata.js';
export { labels } from './io/columnByName.js';
export { readH5ad } from './io/h5ad/readH5ad.js';
export { writeH5ad } from './io/h5ad/writeH5ad.js';
export { batchClassifierLoss } from './losses/batchClassifierLoss.js';
export { hsic } from './losses/hsic.js';
export { mmd } from './losses/mmd.js';
export { reconstructionLoss } from './losses/reconstructionLoss.js';
export type { Categories } from './matrix/categories.js';
export type { CsrMatrix, Matrix, MatrixLike } from './matrix/matrix.js';
export { designCheck } from './metrics/design/designCheck.js';
export { disentanglementMetrics } from './metrics/disentanglement/disentanglementMetrics.js';
export { integrationMetrics } from './metrics/integration/integrationMetrics.js';
export { leakage } from './metrics/leakage/leakage.js';
export type { CellOptions, CorrectOptions } from './model/map/cellOptions.js';
export type { Mode, Network } from './nn/network.js';
export { createClassifier } from './nn/networks/createClassifier.js';
export { createDecoder } from './nn/networks/createDecoder.js';
export { createEncoder } from './nn/networks/createEncoder.js';
export { gaussianNoise } from './noise/gaussianNoise.js';
export { log1p } from './preprocess/log1p.js';
export { normalizeTotal } from './preprocess/normalizeTotal.js';
export { createRng, type Rng } from './random/rng.js';
export { constantSchedule } from './schedules/constantSchedule.js';
export { cosineSchedule } from './schedules/cosineSchedule.js';
export { linearSchedule } from './schedules/linearSchedule.js';
export type { Progress, Schedule, Scheduled } from './schedules/schedule.js';
export { warmUp } from './schedules/warmUp.js';
export { simulateCells } from './simulate/simulateCells.js';
export { Biolord } from './systems/biolord/Biolord.js';
export { Drvi } from './systems/drvi/Drvi.js';
export { MichiGan } from './systems/michiGan/MichiGan.js';
export { ScDisInFact } from './systems/scDisInFact/ScDisInFact.js';
export { Scidrl } from './systems/scidrl/Scidrl.js';
export type { EpochRecord } from './train/epochRecord.js';
