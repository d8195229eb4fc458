/**
 * Metrics: batch integration, leakage, disentanglement, counterfactuals, and checks of the experiment's design.
 *
 * @module zbio/metrics
 */

export {
  type CounterfactualCells,
  type CounterfactualQuality,
  type CounterfactualQualityOptions,
  counterfactualQuality,
} from '../metrics/counterfactual/counterfactualQuality.js';
export type {
  CounterfactualScore,
  CounterfactualScores,
  LabelCounterfactualScore,
} from '../metrics/counterfactual/counterfactualScores.js';
export type { CountTable } from '../metrics/design/countTable.js';
export { type DesignCheck, type DesignCheckOptions, designCheck } from '../metrics/design/designCheck.js';
export type { DesignFinding } from '../metrics/design/designFindings.js';
export type { NamedLatents } from '../metrics/disentanglement/dimColumns.js';
export {
  type DisentanglementMetrics,
  type DisentanglementMetricsOptions,
  disentanglementMetrics,
} from '../metrics/disentanglement/disentanglementMetrics.js';
export type { MatchingScores } from '../metrics/disentanglement/matchingScores.js';
export {
  type IntegrationMetrics,
  type IntegrationMetricsOptions,
  integrationMetrics,
} from '../metrics/integration/integrationMetrics.js';
export type { BatchScores, BioScores } from '../metrics/integration/integrationScores.js';
export { formatLeakage } from '../metrics/leakage/formatLeakage.js';
export { type KnnAccuracy, type KnnAccuracyOptions, knnAccuracy } from '../metrics/leakage/knnAccuracy.js';
export type { Dependence, LatentDependence } from '../metrics/leakage/latentDependence.js';
export {
  type LeakageLatents,
  type LeakageOptions,
  type LeakageReport,
  leakage,
} from '../metrics/leakage/leakage.js';
export type { LeakageAdvice } from '../metrics/leakage/leakageFindings.js';
export type { Probe, ProbeScore } from '../metrics/leakage/probe.js';
