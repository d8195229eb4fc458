// Tests whether corrected cells look like real cells of the other batch, on held-out cells.
// Run: npm run bench:correct -- --data FOLDER [--seeds 3] [--only NAME] [--write docs/counterfactuals.md]
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CsrMatrix,
  createRng,
  DisentangledAE,
  labels,
  log1p,
  type Matrix,
  normalizeTotal,
  readH5ad,
  useBackend,
} from 'zbio';
import { type CounterfactualScore, counterfactualQuality } from 'zbio/metrics';
import { selectRows } from 'zbio/preprocess';
import { replaceSection } from './lib/replaceSection.js';
import { tableRow } from './lib/tableRow.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'examples/data' },
    seeds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    write: { type: 'string' },
  },
});
/** Data sets of counts with cell types, and the column to use as the batch. */
const sets: [name: string, batch: string][] = [
  ['pbmc_3k_68k', 'batch'],
  ['pbmc_10x_chem', 'batch'],
  ['kang_pbmc_ifnb', 'condition'],
  ['kang_pbmc_ifnb', 'batch'],
  ['pancreas_3studies', 'batch'],
  ['mixology_3tech', 'batch'],
];

interface Cells {
  x: Matrix | CsrMatrix;
  batch: string[];
  type: string[];
  /** Whether a cell is held out from training. */
  held: boolean[];
}

type Scores = Record<string, CounterfactualScore>;

/** x + correct(x) - reconstruct(x), clamped at 0: replaces only the batch effect and keeps the cell's own noise. */
function keepResidual(x: Matrix | CsrMatrix, corrected: Matrix, reconstructed: Matrix): Matrix {
  const data = corrected.data.map((value, i) => value - reconstructed.data[i]!);
  const genes = x.shape[1];
  for (let cell = 0; cell < x.shape[0]; cell++) {
    if (!('indptr' in x))
      for (let g = 0; g < genes; g++) data[cell * genes + g]! += x.data[cell * genes + g]!;
    else {
      for (let k = x.indptr[cell]!; k < x.indptr[cell + 1]!; k++) {
        data[cell * genes + x.indices[k]!]! += x.data[k]!;
      }
    }
  }
  return { data: data.map((value) => Math.max(0, value)), shape: corrected.shape };
}

/** Scores every prediction of held-out cells of one batch from those of another. */
async function scoresOf(model: DisentangledAE, cells: Cells, from: string, to: string): Promise<Scores> {
  const pick = (name: string, held: boolean) => {
    const rows = cells.batch.flatMap((own, i) => (own === name && cells.held[i] === held ? [i] : []));
    return { x: selectRows(cells.x, rows), type: rows.map((i) => cells.type[i]!) };
  };
  const [source, target] = [pick(from, true), pick(to, true)];
  const seen = pick(to, false);
  const training = { source: pick(from, false).x, target: seen.x };
  const options = { labels: source.type, targetLabels: target.type, training };
  const score = (corrected: Matrix) =>
    counterfactualQuality({ source: source.x, corrected, target: target.x }, options);
  const corrected = await model.correct(source.x, { to });
  const own = await model.reconstruct(source.x, Array(source.type.length).fill(from));
  const plain = await score(corrected);
  const kept = await score(keepResidual(source.x, corrected, own));
  const real = await counterfactualQuality(
    { source: seen.x, corrected: seen.x, target: target.x },
    { labels: seen.type, targetLabels: target.type },
  );
  return {
    'do nothing': plain.unchanged,
    'shift by the batch mean': plain.shifted,
    '`correct`': plain.corrected,
    'x + `correct` - `reconstruct`': kept.corrected,
    'real cells, the other half': real.corrected,
  };
}

const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Trains on a random half and scores the other half, from every batch to every other. */
async function measure(x: Cells['x'], batch: string[], type: string[], seed: number): Promise<Scores[]> {
  const rng = createRng(seed).stream('held out');
  const held = batch.map(() => rng.next() < 0.5);
  const rows = [...held.keys()].filter((i) => !held[i]);
  using model = new DisentangledAE({ seed, input: 'asIs' });
  const seenBatch = rows.map((i) => batch[i]!);
  await model.fit(selectRows(x, rows), seenBatch);
  const scores: Scores[] = [];
  for (const from of model.batches) {
    for (const to of model.batches) {
      if (from !== to) scores.push(await scoresOf(model, { x, batch, type, held }, from, to));
    }
  }
  return scores;
}

const heading = ['| data set | prediction | R² | MSE · 1000 | E-distance |', `|${' --- |'.repeat(5)}`];
const table = [...heading];
console.log(`backend ${await useBackend()}, ${values.seeds} seed(s)`);
for (const text of heading) console.log(text);
for (const [name, column] of sets) {
  const file = join(values.data, `${name}.h5ad`);
  if (!existsSync(file) || !name.includes(values.only)) continue;
  const adata = await readH5ad(file);
  const [batch, type] = [labels(adata.obs, column), labels(adata.obs, 'cell_type')];
  const x = log1p(normalizeTotal(adata.x));
  const runs: Scores[] = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++)
    runs.push(...(await measure(x, batch, type, seed)));
  for (const prediction of Object.keys(runs[0]!)) {
    const of = (key: keyof CounterfactualScore) => mean(runs.map((scores) => scores[prediction]![key]));
    const scores = [of('r2').toFixed(3), (1000 * of('mse')).toFixed(1), of('eDistance').toFixed(2)];
    const title = column === 'batch' ? name : `${name}, batch := ${column}`;
    table.push(tableRow([title, prediction, ...scores]));
    console.log(table.at(-1));
  }
}

if (values.write) await replaceSection(values.write, 'counterfactual table', table);
