import { meanAndRange } from '../lib/meanAndRange.js';
import { tableRow } from '../lib/tableRow.js';
import { conditionSets } from './scdisinfact/conditionSet.js';
import { original } from './scdisinfact/original.js';
import { ours } from './scdisinfact/ours.js';
import { type Scores, score, unchanged } from './scdisinfact/score.js';

/** Options of the comparison. */
export interface ScDisInFactBenchOptions {
  /** Folder of kang_pbmc_ifnb.h5ad and gbm_panobinostat.h5ad. */
  data: string;
  seeds: readonly number[];
  /** Clone of github.com/ZhangLabGT/scDisInFact at commit 9466ecf. */
  sources?: string | undefined;
}

/** Cells per minibatch of each batch under each condition, for both sides. */
const each = 32;

/** Trains both sides on the same cells. Returns a Markdown table with one row per figure: means and ranges over the seeds. */
export async function run({ data, seeds, sources }: ScDisInFactBenchOptions): Promise<string> {
  if (!sources)
    throw new Error('Name a clone of the original (docs/systems/scdisinfact.md): --sources FOLDER');
  const lines = [
    tableRow(['cells', 'figure', 'zbio', 'scDisInFact', 'no change']),
    tableRow(['---', '---', '---:', '---:', '---:']),
  ];
  for (const set of await conditionSets(data)) {
    const [mine, theirs]: [Scores[], Scores[]] = [[], []];
    for (const seed of seeds) {
      mine.push(await score(set, await ours(set, seed, each)));
      theirs.push(await score(set, await original(set, seed, each, sources)));
      console.error(set.name, seed, mine.at(-1), theirs.at(-1));
    }
    const before = unchanged(set);
    for (const name of Object.keys(mine[0]!)) {
      const same = name in before ? meanAndRange([before[name]!]) : '';
      const found = [mine, theirs].map((runs) => meanAndRange(runs.map((scores) => scores[name]!)));
      if (found[0] !== '-') lines.push(tableRow([set.name, name, ...found, same]));
    }
  }
  return lines.join('\n');
}
