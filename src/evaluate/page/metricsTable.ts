import { metricNames } from '../../metrics/integration/formatIntegration.js';
import type { IntegrationMetrics } from '../../metrics/integration/integrationMetrics.js';
import { section, table } from './markup.js';
import type { PageContent, PageMeasures } from './pageContent.js';

type Metric = keyof typeof metricNames;

/** When a score is high. */
const meanings: Readonly<Record<Metric, string>> = {
  isolatedLabels: 'cell types that few batches hold stay apart from the others',
  kmeansNmi: 'k-means clusters are the cell types, by mutual information',
  kmeansAri: 'k-means clusters are the cell types, by pairs of cells',
  silhouetteLabel: 'cells are nearer to their own type than to others',
  cLisi: 'the neighbours of a cell are of one type',
  bioConservation: 'mean of the five scores above',
  bras: 'batches overlap within each cell type',
  iLisi: 'the neighbours of a cell come from all batches',
  kBet: 'around a cell, batches are as frequent as in its type',
  graphConnectivity: 'the cells of each type are connected',
  pcrComparison: 'less variance lies between batches than before',
  batchCorrection: 'mean of the defined scores from BRAS on',
  total: '0.6 · bio conservation + 0.4 · batch correction',
};

const scoreText = (scores: IntegrationMetrics, metric: Metric): string => {
  const value = scores[metric];
  return value === undefined ? '' : Number.isNaN(value) ? 'undefined' : value.toFixed(3);
};

/** The integration metrics, with what each one measures. */
export function metricsTable({ integration }: PageContent, { before }: PageMeasures): string {
  const found = (Object.keys(metricNames) as Metric[]).filter((metric) => integration[metric] !== undefined);
  const rows = found.map((metric) => [
    metricNames[metric],
    ...(before ? [scoreText(before, metric)] : []),
    scoreText(integration, metric),
    meanings[metric],
  ]);
  const head = ['', ...(before ? ['before'] : []), 'z_bio', 'high if'];
  return section(
    'metrics',
    'Integration metrics',
    table({ caption: 'The higher, the better; 1 is best', head, rows }),
  );
}
