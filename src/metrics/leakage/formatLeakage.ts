import { alignColumns } from '../alignColumns.js';
import type { Dependence } from './latentDependence.js';
import type { LeakageReport } from './leakage.js';
import { type LeakageAdvice, leakageVerdict } from './leakageVerdict.js';
import type { Probe, ProbeScore } from './probe.js';

const share = (value: number): string => value.toFixed(2);
const range = ([low, high]: readonly [number, number]): string => `${share(low)}-${share(high)}`;

const cellsOf = ({ balanced, interval, within }: ProbeScore, withLabels: boolean): string[] => [
  share(balanced),
  range(interval),
  ...(withLabels ? [within ? range(within) : ''] : []),
];

function probeLines({ batchFromBio, batchFromNio, typeFromBio, typeFromNio }: LeakageReport): string[] {
  const withLabels = typeFromBio !== undefined;
  const kind = (name: string) => [name, 'chance', ...(withLabels ? ['mixture'] : [])];
  const row = (name: string, probe: Probe | undefined) =>
    probe
      ? [
          [
            name,
            ...cellsOf(probe.linear, withLabels),
            ...cellsOf(probe.knn, withLabels),
            share(probe.chance),
            share(probe.majority),
          ],
        ]
      : [];
  return alignColumns([
    ['named right, balanced', ...kind('linear'), ...kind('kNN'), 'guess', 'largest'],
    ...row('batch from z_bio', batchFromBio),
    ...row('batch from z_nio', batchFromNio),
    ...row('type from z_bio', typeFromBio),
    ...row('type from z_nio', typeFromNio),
  ]);
}

function dependenceLines({ dependence }: LeakageReport): string[] {
  const row = (name: string, { value, chance }: Dependence) => [name, value.toFixed(4), chance.toFixed(4)];
  const { hsicBioNio, hsicBioBatch, mmdBatches } = dependence;
  return alignColumns([
    ['dependence', 'value', 'chance'],
    ...(hsicBioNio ? [row('HSIC(z_bio, z_nio)', hsicBioNio)] : []),
    row('HSIC(z_bio, batch)', hsicBioBatch),
    row('MMD across batches', mmdBatches),
  ]);
}

/**
 * A leakage report as a short table with a verdict in words, to be printed in a fixed-width font.
 *
 * `chance`: what permuted labels give, 2.5 % to 97.5 %; `mixture`: the same where batches are permuted within types
 * (types within batches); `guess`: 1 / classes; `largest`: share of the largest class.
 *
 * @param known - What is known of the model; see {@link LeakageAdvice}.
 * @throws RangeError on an unknown option.
 * @example
 * ```ts
 * console.log(formatLeakage(await leakage({ bio, nio }, { batch, labels })));
 * ```
 */
export function formatLeakage(report: LeakageReport, known: LeakageAdvice = {}): string {
  const sample = report.sampled ? ` (a random sample)` : '';
  const verdict = leakageVerdict(report, known).map((line) => `- ${line}`);
  return [
    `Leakage, ${report.cells} cells${sample}`,
    ...probeLines(report),
    '',
    ...dependenceLines(report),
    '',
    ...verdict,
  ].join('\n');
}
