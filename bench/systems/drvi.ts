import { disentanglementMetrics } from 'zbio';
import { meanAndRange } from '../lib/meanAndRange.js';
import { tableRow } from '../lib/tableRow.js';
import { type CellSet, cellSets } from './drvi/cellSets.js';
import { original } from './drvi/original.js';
import { ours } from './drvi/ours.js';
import type { Setting } from './drvi/setting.js';
import type { Trained } from './drvi/trained.js';

const setting = { latent: 12, epochs: 200 };

/** The figures of a run, in the order of the table's columns. */
const columns = ['LMS-SMI', 'LMS-SPN', 'MIG', '-log p(x)', 'KL'];

/** How well single dimensions represent the known factors (1 is best; DRVI's own scores first), and losses in nats per cell. */
async function figures({ z, reconstruction, kl }: Trained, { factors }: CellSet): Promise<number[]> {
  const { smi, spn, mig } = await disentanglementMetrics({ z }, factors);
  return [smi.lms, spn.lms, mig, reconstruction, kl];
}

const sides = { zbio: ours, 'drvi-py 0.2.8': original };

/** One side's row of the table. */
async function rowOf(set: CellSet, side: keyof typeof sides, setting: Setting): Promise<string> {
  const found: number[][] = [];
  for (const trained of await sides[side](set, setting)) found.push(await figures(trained, set));
  return tableRow([set.name, side, ...columns.map((_, i) => meanAndRange(found.map((run) => run[i]!)))]);
}

/** The table: our Drvi and drvi-py on the same cells, mean and range over the seeds. */
export async function run({ data, seeds }: { data: string; seeds: readonly number[] }): Promise<string> {
  const rows: string[] = [];
  for (const set of await cellSets(data))
    for (const side of Object.keys(sides) as (keyof typeof sides)[])
      rows.push(await rowOf(set, side, { ...setting, seeds }));
  const heading = ['cells', 'by', ...columns];
  const rule = ['---', '---', ...columns.map(() => '---:')];
  return [tableRow(heading), tableRow(rule), ...rows].join('\n');
}
