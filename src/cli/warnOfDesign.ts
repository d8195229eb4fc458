import type { AnnData } from '../io/anndata.js';
import { designCheck } from '../metrics/design/designCheck.js';
import { designWarnings } from '../metrics/design/designWarnings.js';
import { knownCells, type ScoreColumns } from './scoreLatents.js';
import type { Shell } from './shell/shell.js';

/** Says, before training, what the design of the experiment doesn't allow: a batch and a cell type that always occur together. */
export function warnOfDesign(
  obs: AnnData['obs'],
  names: ScoreColumns,
  { progress }: Pick<Shell, 'progress'>,
): void {
  const { batch, labels } = knownCells(obs, names);
  if (batch.length === 0) return;
  const { findings } = designCheck({ batch, ...(labels ? { labels } : {}) });
  for (const message of designWarnings(findings)) progress.line(`design: ${message}`);
}
