import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { grouped } from '../check/grouped.js';
import type { AnnData } from '../io/anndata.js';
import type { Matrix } from '../matrix/matrix.js';
import type { ReadCells } from './cells.js';
import type { CommandValues } from './optionTable.js';
import type { Shell } from './shell.js';
import { UsageError } from './usageError.js';

/** What a command adds to a file. */
export type Additions = Pick<AnnData, 'obsm' | 'layers' | 'var'>;

/** Larger results are written only on request, in bytes. */
const mostBytes = 1e9;

/** Whether corrected expression is to be written; says so if it is left out for its size. */
export function wantsCorrected(
  { corrected, 'no-corrected': none }: CommandValues,
  [cells, genes]: readonly [number, number],
  { progress }: Pick<Shell, 'progress'>,
): boolean {
  if (corrected && none) throw new UsageError('Give --corrected or --no-corrected, not both.');
  const bytes = cells * genes * Float32Array.BYTES_PER_ELEMENT;
  if (corrected || none || bytes <= mostBytes) return !none;
  const size = `${(bytes / 1e9).toFixed(1)} GB`;
  progress.line(
    `corrected expression: left out, since it would be dense and take ${size}; --corrected writes it`,
  );
  return false;
}

/** Calls with progress: `share` of how many cells are done. */
async function mapped<T>(
  name: string,
  { progress, signal }: Shell,
  map: (onProgress: (done: number, cells: number) => void) => Promise<T>,
): Promise<T> {
  const job = progress.job();
  try {
    return await map((done, cells) => {
      signal.throwIfAborted();
      job.at(done / cells, () => `${name}: ${grouped(done)} of ${grouped(cells)} cells`);
    });
  } finally {
    job.end();
  }
}

/** Computes the latents of cells and, if wanted, their corrected expression. */
export async function computeResults(
  { normalised }: ReadCells,
  model: DisentangledAE,
  modelled: AnnData,
  { to, corrected }: { to?: string | undefined; corrected: boolean },
  shell: Shell,
): Promise<Additions> {
  const { x, varNames: genes } = modelled;
  const { bio, nio } = await mapped('latents', shell, (onProgress) =>
    model.transform(x, { genes, onProgress }),
  );
  const latents = { X_bio: bio, X_nio: nio };
  const some = genes.length < normalised.varNames.length;
  const chosen = new Set(genes);
  const marked = some ? { zbio: normalised.varNames.map((name) => chosen.has(name)) } : {};
  if (!corrected) return { obsm: latents, layers: {}, var: marked };
  const direction = to === undefined ? {} : { to };
  const values: Matrix = await mapped('corrected expression', shell, (onProgress) =>
    model.correct(x, { genes, onProgress, ...direction }),
  );
  if (!some) return { obsm: latents, layers: { corrected: values }, var: {} };
  return { obsm: { ...latents, X_corrected: values }, layers: {}, var: marked };
}

/** Cells with what a command adds to them. */
export function withResults(adata: AnnData, { obsm, layers, var: variables }: Additions): AnnData {
  return {
    ...adata,
    obsm: { ...adata.obsm, ...obsm },
    layers: { ...adata.layers, ...layers },
    var: { ...adata.var, ...variables },
  };
}
