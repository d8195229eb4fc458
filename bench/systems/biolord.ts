import { heldOutSets } from './biolord/heldOut.js';
import { original } from './biolord/original.js';
import { ours } from './biolord/ours.js';
import { score, shifted, unchanged } from './biolord/score.js';
import { setting } from './biolord/setting.js';

const types = ['CD14+ Monocytes', 'CD4 T cells', 'B cells'];

/** Mean and range over the seeds. */
function cell(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(3)} (${Math.min(...values).toFixed(3)}–${Math.max(...values).toFixed(3)})`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/**
 * Trains both sides on kang_pbmc_ifnb without the stimulated cells of one type, and gives a Markdown table: R² of the mean
 * expression that they predict for those cells, over the 50 genes that differ most.
 */
export async function run({ data, seeds }: { data: string; seeds: readonly number[] }): Promise<string> {
  const lines = [
    row(['held out', 'zbio', 'zbio, new cells', 'biolord 0.0.3', "other types' shift", 'no change']),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
  ];
  for (const set of await heldOutSets(data, types)) {
    const [known, fresh]: [number[], number[]] = [[], []];
    for (const seed of seeds) {
      const predicted = await ours(set, setting, seed);
      known.push(score(predicted.known, set));
      fresh.push(score(predicted.fresh, set));
    }
    const theirs = (await original(set, setting, seeds)).map((predicted) => score(predicted, set));
    const baselines = [shifted(set), unchanged(set)].map((value) => value.toFixed(3));
    lines.push(row([`${set.name}, stimulated`, cell(known), cell(fresh), cell(theirs), ...baselines]));
    console.error(lines.at(-1));
  }
  return lines.join('\n');
}
