import { listed } from '../check/quoted.js';
import type { H5adSummary, MatrixSummary } from '../io/summary.js';

/** Whether a model can take these values as they are: they aren't scaled. */
const usable = (matrix: MatrixSummary | undefined): boolean =>
  matrix?.units !== undefined && matrix.units.kind !== 'scaled';

/** The part to use instead of X, counts first; undefined if X will do, or nothing better is there. */
function betterThanX({ x, raw, layers }: Pick<H5adSummary, 'x' | 'raw' | 'layers'>): string | undefined {
  if (usable(x)) return undefined;
  const others = [...Object.entries(layers), ['raw', raw] as const].filter(([, matrix]) => usable(matrix));
  const counts = others.find(([, matrix]) => matrix!.units!.kind === 'counts');
  return (counts ?? others[0])?.[0];
}

/** What to do next with a file of this content. */
export function inspectNext(
  file: string,
  modality: string | undefined,
  {
    batchCandidates,
    labelCandidates,
    ...content
  }: Pick<H5adSummary, 'batchCandidates' | 'labelCandidates' | 'x' | 'raw' | 'layers'>,
): string {
  if (batchCandidates.length === 0) return 'Found no column of obs that looks like a batch column.';
  const labels = labelCandidates.length ? ` --labels '${labelCandidates[0]}'` : '';
  const part = modality === undefined ? '' : ` --modality '${modality}'`;
  const layer = betterThanX(content);
  const from = layer === undefined ? '' : ` --layer '${layer}'`;
  return [
    `looks like a batch: ${listed(batchCandidates)}`,
    ...(labelCandidates.length ? [`looks like a cell type: ${listed(labelCandidates)}`] : []),
    `try: npx zbio fit '${file}'${part}${from} --batch '${batchCandidates[0]}'${labels} --out out.h5ad`,
  ].join('\n');
}
