import type { AnnData } from '../io/anndata.js';
import { encodeLabels } from '../matrix/labels.js';
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
  const types = labels && encodeLabels('labels', labels);
  for (const message of designWarnings(encodeLabels('batch', batch), types))
    progress.line(`design: ${message}`);
}
