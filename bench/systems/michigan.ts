import { meanAndRange } from '../lib/meanAndRange.js';
import { tableRow } from '../lib/tableRow.js';
import { cellSets } from './michigan/cellSets.js';
import { original } from './michigan/original.js';
import { type Generated, ours } from './michigan/ours.js';
import { type Scores, score } from './michigan/score.js';
import { settingOf } from './michigan/setting.js';

/** Options of the comparison. */
export interface MichiGanBenchOptions {
  /** Folder of kang_pbmc_ifnb.h5ad. */
  data: string;
  seeds: readonly number[];
  /** Clone of github.com/welch-lab/MichiGAN at commit 6d8cd8d. */
  sources?: string | undefined;
}

const figures: Record<keyof Scores, string> = {
  forestError: 'random forest error (0.5 best)',
  frechet: 'Fréchet distance (0 best)',
  typeKept: 'cell type kept',
  conditionKept: 'condition kept',
  changeExplained: 'unseen change explained',
};

function summary(runs: readonly Scores[], name: keyof Scores): string {
  const values = runs.map((scores) => scores[name]).filter(Number.isFinite);
  const broken = runs.length - values.length;
  return meanAndRange(values) + (broken ? `; ${broken} of ${runs.length} ended in NaN` : '');
}

/** The table: our MichiGan and the original on the same cells, mean and range over the seeds. */
export async function run({ data, seeds, sources }: MichiGanBenchOptions): Promise<string> {
  if (!sources) throw new Error('michigan: name a clone of github.com/welch-lab/MichiGAN: --sources FOLDER');
  const lines = [tableRow(['cells', 'figure', 'zbio', 'MichiGAN']), tableRow(['---', '---', '---:', '---:'])];
  for (const set of await cellSets(data)) {
    const [mine, theirs]: [Scores[], Scores[]] = [[], []];
    const scored = async (generated: Generated, runs: Scores[]): Promise<void> => {
      runs.push(await score(set, generated));
      console.error(set.name, runs === mine ? 'zbio' : 'MichiGAN', runs.at(-1));
    };
    for (const setting of seeds.map(settingOf)) {
      await scored(await ours(set, setting), mine);
      await scored(await original(set, setting, sources), theirs);
    }
    for (const [name, title] of Object.entries(figures) as [keyof Scores, string][])
      lines.push(tableRow([set.name, title, summary(mine, name), summary(theirs, name)]));
  }
  return lines.join('\n');
}
