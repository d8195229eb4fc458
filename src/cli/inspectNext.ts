import { listed } from '../check/quoted.js';
import type { H5adSummary } from '../io/summary.js';

/** What to do next with a file of this content. */
export function inspectNext(
  file: string,
  modality: string | undefined,
  { batchCandidates, labelCandidates }: Pick<H5adSummary, 'batchCandidates' | 'labelCandidates'>,
): string {
  if (batchCandidates.length === 0) return 'Found no column of obs that looks like a batch column.';
  const labels = labelCandidates.length ? ` --labels '${labelCandidates[0]}'` : '';
  const part = modality === undefined ? '' : ` --modality '${modality}'`;
  return [
    `looks like a batch: ${listed(batchCandidates)}`,
    ...(labelCandidates.length ? [`looks like a cell type: ${listed(labelCandidates)}`] : []),
    `try: zbio fit '${file}'${part} --batch '${batchCandidates[0]}'${labels} --out out.h5ad`,
  ].join('\n');
}
