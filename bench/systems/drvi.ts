import { Drvi, disentanglementMetrics, type Matrix } from 'zbio';
import { type CellSet, cellSets } from './drvi/cellSets.js';
import { original } from './drvi/original.js';
import type { Setting } from './drvi/setting.js';

/** What single dimensions tell of the known factors; 1 best. */
interface Scores {
  /** DRVI's own: one-to-one matching of dimensions and categories, by mutual information and by neighbours. */
  lmsSmi: number;
  lmsSpn: number;
  mig: number;
}

async function score(z: Matrix, { factors }: CellSet): Promise<Scores> {
  const { smi, spn, mig } = await disentanglementMetrics({ z }, factors);
  return { lmsSmi: smi.lms, lmsSpn: spn.lms, mig };
}

async function ours({ counts, batch }: CellSet, { latent, epochs, seeds }: Setting): Promise<Matrix[]> {
  const embeddings: Matrix[] = [];
  for (const seed of seeds) {
    using model = await new Drvi({ latent, seed }).fit(counts, { batch }, { epochs });
    embeddings.push((await model.transform(counts)).z);
  }
  return embeddings;
}

const sides = { zbio: ours, 'drvi-py 0.2.8': original };

const meanAndRange = (values: readonly number[]): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(3)} (${Math.min(...values).toFixed(3)}–${Math.max(...values).toFixed(3)})`;
};

/** One side's row of the table. */
export async function rowOf(set: CellSet, side: keyof typeof sides, setting: Setting): Promise<string> {
  const found: Scores[] = [];
  for (const z of await sides[side](set, setting)) found.push(await score(z, set));
  const column = (name: keyof Scores): string => meanAndRange(found.map((scores) => scores[name]));
  return `| ${[set.name, side, column('lmsSmi'), column('lmsSpn'), column('mig')].join(' | ')} |`;
}

/** The table: our Drvi and drvi-py on the same cells, mean and range over the seeds. */
export async function run({ data, seeds }: { data: string; seeds: readonly number[] }): Promise<string> {
  const rows: string[] = [];
  for (const set of await cellSets(data))
    for (const side of Object.keys(sides) as (keyof typeof sides)[])
      rows.push(await rowOf(set, side, { latent: 12, epochs: 60, seeds }));
  return ['| cells | by | LMS-SMI | LMS-SPN | MIG |', '| --- | --- | ---: | ---: | ---: |', ...rows].join(
    '\n',
  );
}
