import { meanAndRange } from '../lib/meanAndRange.js';
import { tableRow } from '../lib/tableRow.js';
import { type CellSet, cellSets } from './scidrl/cellSets.js';
import { original } from './scidrl/original.js';
import { ours } from './scidrl/ours.js';
import { type Scores, score } from './scidrl/score.js';

/** Options of the comparison. */
export interface ScidrlBenchOptions {
  /** Folder of pbmc_10x_chem.h5ad. */
  data: string;
  seeds: readonly number[];
  /** Clone of github.com/guott15/SCIDRL at commit 690a8a9. */
  sources?: string | undefined;
}

/** Passes over the cells, for both sides; the published 500 take minutes per run in the original code. */
const epochs = 200;

async function rowsOf(set: CellSet, seeds: readonly number[], sources: string): Promise<string[]> {
  const [mine, theirs]: [Scores[], Scores[]] = [[], []];
  for (const seed of seeds) {
    mine.push(await score(set, await ours(set, seed, epochs)));
    theirs.push(await score(set, await original(set, seed, epochs, sources)));
    console.error(set.name, seed, mine.at(-1), theirs.at(-1));
  }
  const unchanged = [await score(set, { bio: set.pcs, corrected: { trained: set.x, untrained: set.x } })];
  return Object.keys(mine[0]!).flatMap((name) => {
    const found = [mine, theirs, unchanged].map((runs) => meanAndRange(runs.map((scores) => scores[name]!)));
    return found[0] === '-' ? [] : [tableRow([set.name, name, ...found])];
  });
}

/** Trains both sides on the same cells. Returns a Markdown table with one row per figure: means and ranges over the seeds. */
export async function run({ data, seeds, sources }: ScidrlBenchOptions): Promise<string> {
  if (!sources) throw new Error('Name a clone of github.com/guott15/SCIDRL: --sources FOLDER');
  const lines = [
    tableRow(['cells', 'figure', 'zbio', 'SCIDRL', 'no change']),
    tableRow(['---', '---', '---:', '---:', '---:']),
  ];
  for (const set of await cellSets(data)) lines.push(...(await rowsOf(set, seeds, sources)));
  return lines.join('\n');
}
