// Fits the default on every labelled h5ad of a folder and prints how well batch and cell type can be told before and after.
// Run: npm run bench:integration -- --data FOLDER [--seeds 1] [--only NAME] [--write docs/results.md]
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type AnnData,
  DisentangledAE,
  highlyVariableGenes,
  integrationMetrics,
  knnAccuracy,
  labels,
  log1p,
  type Matrix,
  normalizeTotal,
  pca,
  readH5ad,
  subsetGenes,
  useBackend,
} from 'zbio';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string' },
    write: { type: 'string' },
  },
});
if (!values.data) throw new Error('Name the folder of h5ad files: --data FOLDER');

interface Row {
  name: string;
  size: string;
  epochs: number;
  seconds: number;
  /** Balanced accuracies: chance, raw PCA, z_bio, z_nio. */
  batch: number[];
  /** The same; empty where all cells have one label. */
  type: number[];
  /** Total of the integration metrics: raw PCA, z_bio; empty where all cells have one label. */
  total: number[];
}

/** Counts to log-normalised values of at most 2,000 genes; other values as they are. */
function prepare(adata: AnnData, batch: string[]): AnnData {
  const source = String(adata.uns['values']);
  const isLog = source.startsWith('lognorm');
  const normalised = isLog ? adata : { ...adata, x: log1p(normalizeTotal(adata.x)), layers: {} };
  if (normalised.varNames.length <= 2000) return normalised;
  return subsetGenes(normalised, highlyVariableGenes(normalised.x, { batch, count: 2000 }).mask);
}

async function told(embeddings: Matrix[], names: string[]): Promise<number[]> {
  if (new Set(names).size < 2) return [];
  const scores = [];
  for (const embedding of embeddings) scores.push(await knnAccuracy(embedding, names));
  return [scores[0]!.chance, ...scores.map(({ balanced }) => balanced)];
}

async function totals(original: Matrix, bio: Matrix, batch: string[], cellType: string[]): Promise<number[]> {
  if (new Set(cellType).size < 2) return [];
  const options = { batch, labels: cellType, original, maxCells: 4000 };
  return [
    (await integrationMetrics(original, options)).total!,
    (await integrationMetrics(bio, options)).total!,
  ];
}

async function measure(name: string, adata: AnnData, batchColumn: string, seed: number): Promise<Row> {
  const batch = labels(adata.obs, batchColumn);
  const cellType = labels(adata.obs, 'cell_type');
  const { x } = prepare(adata, batch);
  using model = new DisentangledAE({ seed, input: 'asIs' });
  const started = performance.now();
  await model.fit(x, batch);
  const seconds = (performance.now() - started) / 1000;
  const { bio, nio } = await model.transform(x);
  const { scores } = await pca(x, { components: Math.min(30, x.shape[1] - 1) });
  const embeddings = [scores, bio, nio];
  return {
    name,
    size: `${x.shape[0]} x ${x.shape[1]}`,
    epochs: model.history.length,
    seconds,
    batch: await told(embeddings, batch),
    type: await told(embeddings, cellType),
    total: await totals(scores, bio, batch, cellType),
  };
}

const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function line(rows: Row[]): string {
  const { name, size, epochs } = rows[0]!;
  const columns = (key: 'batch' | 'type' | 'total', count: number) =>
    Array.from({ length: count }, (_, i) => {
      const value = mean(rows.map((row) => row[key][i] ?? Number.NaN));
      return Number.isNaN(value) ? '–' : value.toFixed(2);
    });
  const seconds = mean(rows.map((row) => row.seconds)).toFixed(0);
  const scores = [...columns('batch', 4), ...columns('type', 4), ...columns('total', 2)];
  return `| ${[name, size, epochs, seconds, ...scores].join(' | ')} |`;
}

const heading = [
  '| data set | cells x genes | epochs | seconds | batch: chance | raw PCA | z_bio | z_nio | type: chance | raw PCA | z_bio | z_nio | total: raw PCA | z_bio |',
  `|${' --- |'.repeat(14)}`,
];
const table = [...heading];
console.log(`backend ${await useBackend()}, ${values.seeds} seed(s)`);
for (const text of heading) console.log(text);
const files = (await readdir(values.data)).filter((file) => file.endsWith('.h5ad')).sort();
for (const file of files) {
  const name = basename(file, '.h5ad');
  if (values.only && !name.includes(values.only)) continue;
  const adata = await readH5ad(join(values.data, file));
  // The same cells twice where the treatment can be taken for a batch: a stronger effect than the donor's.
  const columns = name === 'kang_pbmc_ifnb' ? ['batch', 'condition'] : ['batch'];
  for (const column of columns) {
    const rows = [];
    for (let seed = 0; seed < Number(values.seeds); seed++) {
      rows.push(
        await measure(column === 'batch' ? name : `${name}, batch := ${column}`, adata, column, seed),
      );
    }
    table.push(line(rows));
    console.log(table.at(-1));
  }
}

if (values.write) {
  const marks = ['<!-- integration table -->', '<!-- end of integration table -->'];
  const page = await readFile(values.write, 'utf8');
  const [before, after] = [page.split(marks[0]!)[0], page.split(marks[1]!)[1]];
  await writeFile(values.write, `${before}${marks[0]}\n${table.join('\n')}\n${marks[1]}${after}`);
}
