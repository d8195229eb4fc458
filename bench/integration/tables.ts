import { tableRow } from '../lib/tableRow.js';
import { figure, halfRange, overall, type Result, type Results } from './results.js';

const titles: Record<string, string> = { pca: 'PCA', harmony: 'Harmony', scvi: 'scVI', zbio: 'zbio' };

/** The methods of the main tables, in order. */
export const compared: readonly string[] = Object.keys(titles);

// Every method starts from the principal components or is compared with them, so their seconds aren't shown.
const timed = compared.slice(1);

const total = ({ scores }: Result): number => scores.total;
const seconds = ({ about }: Result): number => about.cpuSeconds;
const bio = ({ scores }: Result): number => scores.bioConservation;
const batch = ({ scores }: Result): number => scores.batchCorrection;

const short = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Formats a table in Markdown. */
export function table(heading: readonly string[], rows: readonly string[][]): string {
  return [heading, heading.map(() => '---'), ...rows].map(tableRow).join('\n');
}

function totalWithSpread(results: Results, set: string, method: string): string {
  const totals = results.of(set, method).map(total);
  const spread = totals.length > 1 ? ` ± ${halfRange(totals).toFixed(3)}` : '';
  return `${figure(results, set, method, total).toFixed(3)}${spread}`;
}

/** Total of every method on every set, with half of the range over the seeds, and the seconds. */
export function totalsTable(results: Results): string {
  const rows = results.sets.map(({ id, title }) => [
    title,
    ...compared.map((method) => totalWithSpread(results, id, method)),
    ...timed.map((method) => short(figure(results, id, method, seconds))),
  ]);
  const means = compared.map((method) => `**${overall(results, method, total).toFixed(3)}**`);
  const meanSeconds = timed.map((method) => short(overall(results, method, seconds)));
  const heading = [
    ...compared.map((method) => titles[method]!),
    ...timed.map((method) => `${titles[method]}, CPU s`),
  ];
  return table(['data set', ...heading], [...rows, ['**mean**', ...means, ...meanSeconds]]);
}

/** The two halves of the total. */
export function halvesTable(results: Results): string {
  const across = (value: (half: typeof bio, method: string) => string) =>
    [bio, batch].flatMap((half) => compared.map((method) => value(half, method)));
  const rows = results.sets.map(({ id, title }) => [
    title,
    ...across((half, method) => figure(results, id, method, half).toFixed(3)),
  ]);
  const means = across((half, method) => `**${overall(results, method, half).toFixed(3)}**`);
  const heading = across((half, method) => `${half === bio ? 'biology' : 'batch'}: ${titles[method]}`);
  return table(['data set', ...heading], [...rows, ['**mean**', ...means]]);
}

/** How well raw principal components and the default's two latents predict batch and type. */
export function toldTable(results: Results): string {
  const sources = ['chance', 'pcs', 'bio', 'nio'] as const;
  const told = (set: string, name: 'batch' | 'type') =>
    sources.map((source) =>
      figure(results, set, 'zbio', ({ about }) => about.told![source][name]).toFixed(2),
    );
  const rows = results.sets.map(({ id, title }) => [
    title,
    String(results.of(id, 'zbio')[0]!.about.epochs),
    ...told(id, 'batch'),
    ...told(id, 'type'),
  ]);
  const columns = ['batch', 'type'].flatMap((name) => [`${name}: chance`, 'raw PCA', 'z_bio', 'z_nio']);
  return table(['data set', 'epochs', ...columns], rows);
}
