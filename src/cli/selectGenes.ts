import { grouped } from '../check/grouped.js';
import type { AnnData } from '../io/anndata.js';
import { subsetGenes } from '../io/subset.js';
import { highlyVariableGenes } from '../preprocess/highlyVariableGenes.js';
import type { Shell } from './shell/shell.js';

/** Selects at most `count` genes: the most variable ones, chosen per batch. */
export function selectGenes(
  normalised: AnnData,
  batch: string[],
  count: number,
  { progress }: Pick<Shell, 'progress'>,
): AnnData {
  const all = normalised.varNames.length;
  if (all <= count) {
    progress.line(`genes: all ${grouped(all)}`);
    return normalised;
  }
  const chosen = subsetGenes(normalised, highlyVariableGenes(normalised.x, { batch, count }).mask);
  progress.line(`genes: ${grouped(chosen.varNames.length)} most variable of ${grouped(all)}`);
  return chosen;
}
