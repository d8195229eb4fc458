/**
 * The five published systems with their options and results.
 *
 * @module zbio/systems
 */

export type {
  AttributeColumns,
  AttributeName,
  AttributeValue,
  AttributeValues,
  BiolordCodeOptions,
  BiolordPrediction,
  BiolordPredictOptions,
} from '../systems/biolord/attributes.js';
export { Biolord } from '../systems/biolord/Biolord.js';
export type {
  AttributeKind,
  AttributeKinds,
  BiolordLikelihood,
  BiolordOptions,
  ResolvedBiolordOptions,
} from '../systems/biolord/biolordOptions.js';
export { Drvi } from '../systems/drvi/Drvi.js';
export type { DrviDimension } from '../systems/drvi/dimensions.js';
export type { DrviLikelihood, DrviOptions } from '../systems/drvi/drviOptions.js';
export type {
  DirectionalScores,
  DrviInterpretation,
  InDistributionScores,
  OutOfDistributionScores,
} from '../systems/drvi/interpretation.js';
export {
  type RankedDirection,
  type RankedGene,
  type RankGenesOptions,
  rankGenes,
} from '../systems/drvi/rankGenes.js';
export {
  type GenerateOptions,
  MichiGan,
  type MichiGanCovariates,
} from '../systems/michiGan/MichiGan.js';
export type { MichiGanLayers, MichiGanPart } from '../systems/michiGan/michiGanLayers.js';
export type {
  MichiGanOptions,
  MichiGanRates,
  ResolvedMichiGanOptions,
} from '../systems/michiGan/michiGanOptions.js';
export type { KeyGene } from '../systems/scDisInFact/rankKeyGenes.js';
export { ScDisInFact, type ScDisInFactPredictOptions } from '../systems/scDisInFact/ScDisInFact.js';
export type {
  CountLikelihood,
  ResolvedScDisInFact,
  ScDisInFactOptions,
  ScDisInFactWeights,
} from '../systems/scDisInFact/scDisInFactOptions.js';
export type { ScidrlCorrectOptions } from '../systems/scidrl/correctScidrl.js';
export { Scidrl, type ScidrlCovariates } from '../systems/scidrl/Scidrl.js';
export type { ScidrlOptions } from '../systems/scidrl/scidrlOptions.js';
