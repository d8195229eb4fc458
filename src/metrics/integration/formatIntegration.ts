import { alignColumns } from '../alignColumns.js';
import type { IntegrationMetrics } from './integrationMetrics.js';

/** Scores as people call them, in the order of the table. */
export const metricNames = {
  isolatedLabels: 'isolated labels',
  kmeansNmi: 'k-means NMI',
  kmeansAri: 'k-means ARI',
  silhouetteLabel: 'silhouette label',
  cLisi: 'cLISI',
  bioConservation: 'bio conservation',
  bras: 'BRAS',
  iLisi: 'iLISI',
  kBet: 'kBET',
  graphConnectivity: 'graph connectivity',
  pcrComparison: 'PCR comparison',
  batchCorrection: 'batch correction',
  total: 'total',
} as const;

/** Formats integration metrics as a table with two columns; 1 is best, '-' marks a score that is undefined for the data. */
export function formatIntegration(scores: IntegrationMetrics): string {
  const rows = (Object.keys(metricNames) as (keyof typeof metricNames)[]).flatMap((key) => {
    const value = scores[key];
    return value === undefined ? [] : [[metricNames[key], Number.isNaN(value) ? '-' : value.toFixed(3)]];
  });
  return alignColumns([['integration', 'score'], ...rows]).join('\n');
}
