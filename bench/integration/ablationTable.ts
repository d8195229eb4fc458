import { overall, type Result, type Results } from './results.js';
import { table } from './tables.js';

type Source = 'bio' | 'nio';
type Label = 'batch' | 'type';

/** 0: no better than chance; 1: every cell predicted correctly. */
const aboveChance =
  (source: Source, label: Label) =>
  ({ about: { told } }: Result): number =>
    (told![source][label] - told!.chance[label]) / (1 - told!.chance[label]);

const columns: [string, (result: Result) => number][] = [
  ['total', ({ scores }) => scores.total],
  ['biology', ({ scores }) => scores.bioConservation],
  ['batch', ({ scores }) => scores.batchCorrection],
  ['batch from z_bio', aboveChance('bio', 'batch')],
  ['type from z_bio', aboveChance('bio', 'type')],
  ['batch from z_nio', aboveChance('nio', 'batch')],
  ['type from z_nio', aboveChance('nio', 'type')],
];

/** Contribution of every part: means over the sets. */
export function ablationTable(results: Results, methods: readonly string[]): string {
  const rows = methods.map((method) => [
    method,
    ...columns.map(([, value]) => overall(results, method, value).toFixed(3)),
  ]);
  return table(['objective', ...columns.map(([name]) => name)], rows);
}
