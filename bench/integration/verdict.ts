import { figure, overall, type Result, type Results } from './results.js';
import type { Scores } from './score.js';
import { simulatedSets } from './simulatedSets.js';
import { compared } from './tables.js';

type Score = keyof Scores;

const total = ({ scores }: Result): number => scores.total;
const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;

function meanLeads(results: Results, where: string): string {
  const mine = overall(results, 'zbio', total);
  const lead = (other: string) => signed(mine - overall(results, other, total));
  return `- Mean total ${where}: zbio against scVI ${lead('scvi')}, against Harmony ${lead('harmony')}, against raw PCA ${lead('pca')}.`;
}

/** The lead of the default, in the mean and on its worst set. */
export function verdict(results: Results): string {
  const real = results.sets.filter(({ id }) => !(id in simulatedSets));
  const margins = results.sets.map(({ id, title }) => {
    const best = Math.max(...['harmony', 'scvi'].map((method) => figure(results, id, method, total)));
    return { title, margin: figure(results, id, 'zbio', total) - best };
  });
  const worst = margins.reduce((a, b) => (b.margin < a.margin ? b : a));
  return [
    meanLeads(results, `over all ${results.sets.length} sets`),
    meanLeads({ ...results, sets: real }, `over the ${real.length} real sets`),
    `- Worst set, against the better of Harmony and scVI: ${worst.title}, ${signed(worst.margin)}.`,
  ].join('\n');
}

const drawn: readonly Score[] = ['kmeansNmi', 'kmeansAri'];
const exact: readonly Score[] = [
  'isolatedLabels',
  'silhouetteLabel',
  'cLisi',
  'bras',
  'iLisi',
  'kBet',
  'graphConnectivity',
  'pcrComparison',
];

/** Largest differences between `integrationMetrics` and scib-metrics on all these embeddings. */
export function agreement(results: Results): string {
  const all = results.sets.flatMap(({ id }) => compared.flatMap((method) => results.of(id, method)));
  const largest = (names: readonly Score[]) =>
    Math.max(
      ...all.flatMap(({ scores, ourScores }) =>
        names.map((name) => Math.abs(scores[name] - ourScores[name])),
      ),
    );
  return [
    `- Largest difference between \`integrationMetrics\` and scib-metrics on these ${all.length} embeddings: ${largest(exact).toExponential(0)} in the`,
    `  eight deterministic scores, ${largest(drawn).toFixed(2)} in k-means NMI and ARI (one start there, the mean of five here), ${largest(['total']).toFixed(3)} in the total.`,
  ].join('\n');
}
