import { alignColumns } from '../alignColumns.js';
import type { IntegrationMetrics } from './integrationMetrics.js';

const names = {
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
  const rows = (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => {
    const value = scores[key];
    return value === undefined ? [] : [[names[key], Number.isNaN(value) ? '-' : value.toFixed(3)]];
  });
  return alignColumns([['integration', 'score'], ...rows]).join('\n');
}
