import { alignColumns } from '../alignColumns.js';
import type { Dependence } from './latentDependence.js';
import type { LeakageReport } from './leakage.js';
import type { LeakageAdvice } from './leakageFindings.js';
import { leakageVerdict } from './leakageVerdict.js';
import type { Probe, ProbeScore } from './probe.js';

const share = (value: number): string => value.toFixed(2);
const range = ([low, high]: readonly [number, number]): string => `${share(low)}-${share(high)}`;

const scoreCells = ({ balanced, interval, within }: ProbeScore, withLabels: boolean): string[] => [
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
            ...scoreCells(probe.linear, withLabels),
            ...scoreCells(probe.knn, withLabels),
            share(probe.chance),
            share(probe.majority),
          ],
        ]
      : [];
  return alignColumns([
    ['balanced accuracy', ...kind('linear'), ...kind('kNN'), 'guess', 'largest'],
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
 * Formats a leakage report as a short table with a verdict in words, for a fixed-width font.
 *
 * `chance`: balanced accuracy with permuted labels, 2.5 % to 97.5 %; `mixture`: the same with batches permuted within
 * types, or types within batches; `guess`: 1 / number of classes; `largest`: share of the largest class.
 *
 * @param advice - Facts about the model that the verdict takes into account; see {@link LeakageAdvice}.
 * @throws RangeError on an unknown option.
 * @example
 * ```ts
 * console.log(formatLeakage(await leakage({ bio, nio }, { batch, labels })));
 * ```
 */
export function formatLeakage(report: LeakageReport, advice: LeakageAdvice = {}): string {
  const sample = report.sampled ? ` (a random sample)` : '';
  const verdict = leakageVerdict(report, advice).map((line) => `- ${line}`);
  return [
    `Leakage, ${report.cells} cells${sample}`,
    ...probeLines(report),
    '',
    ...dependenceLines(report),
    '',
    ...verdict,
  ].join('\n');
}
