import type { Dependence } from '../../metrics/leakage/latentDependence.js';
import type { Probe, ProbeScore } from '../../metrics/leakage/probe.js';
import { paragraph, section, table } from './markup.js';
import type { PageContent } from './pageContent.js';

const share = (value: number): string => value.toFixed(2);
const range = (ends: readonly [number, number] | undefined): string =>
  ends ? `${share(ends[0])}–${share(ends[1])}` : '';

const head = ['', 'wanted', 'linear', 'chance', 'mixture', 'kNN', 'chance', 'mixture', 'guess', 'largest'];

const scoreCells = ({ balanced, interval, within }: ProbeScore): string[] => [
  share(balanced),
  range(interval),
  range(within),
];

const probeRow = (name: string, wanted: string, probe: Probe | undefined): string[][] =>
  probe
    ? [
        [
          ...[name, wanted, ...scoreCells(probe.linear), ...scoreCells(probe.knn)],
          ...[share(probe.chance), share(probe.majority)],
        ],
      ]
    : [];

const dependenceRow = (name: string, found: Dependence | undefined): string[][] =>
  found ? [[name, found.value.toFixed(4), found.chance.toFixed(4)]] : [];

const explanation =
  'Each row asks how well one can be predicted from the other, on cells that the probe was not trained on: balanced accuracy of a linear ' +
  'classifier and of the 15 nearest neighbours. Chance: the same with permuted labels, 2.5 % to 97.5 %. Mixture: the same, given that ' +
  'batches hold the types in different shares; compare with its upper end. Guess: 1 / number of classes. Largest: share of the largest class.';

/** The tables of leakage. */
export function leakageTables({ leakage }: PageContent): string {
  const { batchFromBio, typeFromBio, batchFromNio, typeFromNio, dependence, cells, sampled } = leakage;
  const rows = [
    ...probeRow('batch from z_bio', 'chance', batchFromBio),
    ...probeRow('cell type from z_bio', 'near 1', typeFromBio),
    ...probeRow('batch from z_nio', 'near 1', batchFromNio),
    ...probeRow('cell type from z_nio', 'chance', typeFromNio),
  ];
  const measured = [
    ...dependenceRow('HSIC(z_bio, z_nio)', dependence.hsicBioNio),
    ...dependenceRow('HSIC(z_bio, batch)', dependence.hsicBioBatch),
    ...dependenceRow('MMD across batches', dependence.mmdBatches),
  ];
  const examined = `${cells.toLocaleString('en-US')} cells${sampled ? ', a random sample' : ''}`;
  return section(
    'leakage',
    'Leakage',
    paragraph(explanation),
    table({ caption: `Balanced accuracy (${examined})`, head, rows }),
    table({ caption: 'Dependence by kernels, 0 is none', head: ['', 'value', 'chance'], rows: measured }),
  );
}
