/**
 * The five published systems with their options and results.
 *
 * @module zbio/systems
 */

export {
  type AttributeColumns,
  type AttributeName,
  type AttributeValues,
  Biolord,
  type BiolordCodeOptions,
  type BiolordPrediction,
  type BiolordPredictOptions,
} from '../systems/biolord/Biolord.js';
export type {
  AttributeKind,
  AttributeKinds,
  BiolordOptions,
  ResolvedBiolordOptions,
} from '../systems/biolord/biolordOptions.js';
export type { AttributeValue } from '../systems/biolord/counterfactual.js';
export type { BiolordLikelihood } from '../systems/biolord/likelihoods.js';
export { Drvi } from '../systems/drvi/Drvi.js';
export type { DrviDimension } from '../systems/drvi/dimensions.js';
export type { DrviOptions } from '../systems/drvi/drviOptions.js';
export type {
  DirectionalScores,
  DrviInterpretation,
  InDistributionScores,
  OutOfDistributionScores,
} from '../systems/drvi/interpretation.js';
export type { DrviLikelihood } from '../systems/drvi/likelihoods.js';
export {
  type RankedDirection,
  type RankedGene,
  type RankGenesOptions,
  rankGenes,
} from '../systems/drvi/rankGenes.js';
export { type GenerateOptions, MichiGan, type MichiGanCovariates } from '../systems/michiGan/MichiGan.js';
export type { MichiGanLayers, MichiGanPart } from '../systems/michiGan/michiGanLayers.js';
export type {
  MichiGanOptions,
  MichiGanRates,
  ResolvedMichiGanOptions,
} from '../systems/michiGan/michiGanOptions.js';
export type { CountLikelihood } from '../systems/scDisInFact/countLoss.js';
export type { KeyGene } from '../systems/scDisInFact/rankKeyGenes.js';
export { ScDisInFact, type ScDisInFactPredictOptions } from '../systems/scDisInFact/ScDisInFact.js';
export type {
  ResolvedScDisInFact,
  ScDisInFactOptions,
  ScDisInFactWeights,
} from '../systems/scDisInFact/scDisInFactOptions.js';
export type { ScidrlCorrectOptions } from '../systems/scidrl/correctScidrl.js';
export { Scidrl, type ScidrlCovariates } from '../systems/scidrl/Scidrl.js';
export type { ScidrlOptions } from '../systems/scidrl/scidrlOptions.js';
