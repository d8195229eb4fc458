import { stat } from 'node:fs/promises';
import type { AnnData } from '../io/anndata.js';
import { writeH5ad } from '../io/h5ad/writeH5ad.js';
import { type Additions, withResults } from './results.js';
import type { Shell } from './shell.js';

/** Names of what was added, as they are read in Python. */
export function namesOf(additions: Additions): string[] {
  return Object.entries(additions).flatMap(([part, elements]) =>
    Object.keys(elements).map((name) => `${part}['${name}']`),
  );
}

/** Writes the cells with the results, and says what was written. */
export async function writeResults(
  adata: AnnData,
  additions: Additions,
  out: string,
  { progress, signal }: Shell,
): Promise<void> {
  signal.throwIfAborted();
  await writeH5ad(withResults(adata, additions), out);
  const megabytes = (await stat(out)).size / 1e6;
  progress.line(`wrote ${out} (${megabytes.toFixed(1)} MB): ${namesOf(additions).join(', ')}`);
}
