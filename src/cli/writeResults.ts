import { stat } from 'node:fs/promises';
import type { AnnData } from '../io/anndata.js';
import { addToH5ad } from '../io/h5ad/addToH5ad.js';
import { writeH5ad } from '../io/h5ad/writeH5ad.js';
import { type Additions, withResults } from './results.js';
import type { Shell } from './shell.js';

/** Names of what was added, as they are read in Python. */
export function namesOf(additions: Additions): string[] {
  return Object.entries(additions).flatMap(([part, elements]) =>
    Object.keys(elements).map((name) => `${part}['${name}']`),
  );
}

/** Writes the results into a copy of the file that the cells came from, if it is one, and says what was written. */
export async function writeResults(
  adata: AnnData,
  additions: Additions,
  out: string,
  { progress, signal }: Shell,
): Promise<void> {
  signal.throwIfAborted();
  const { source, varNames } = adata;
  if (source) {
    // Names that were made unique are those of the results.
    const options = { x: source.x === 'raw' ? 'raw' : 'X', signal };
    await addToH5ad(source.file, { ...additions, varNames }, out, options);
  } else await writeH5ad(withResults(adata, additions), out, { signal });
  const megabytes = (await stat(out)).size / 1e6;
  progress.line(`wrote ${out} (${megabytes.toFixed(1)} MB): ${namesOf(additions).join(', ')}`);
}
