import { exists } from '../lib/exists.js';
import { files, makeFolderOf, type Run } from './files.js';
import { fitOurs } from './fitOurs.js';
import { python } from './python.js';
import { variants } from './variants.js';

/** External methods, with their numbers of seeds where these differ from the requested number. */
export const others: Record<string, { seeds?: number }> = { pca: { seeds: 1 }, harmony: {}, scvi: {} };

/** Makes one embedding unless it exists. */
export async function embed(run: Run): Promise<void> {
  const stem = files.embedding(run);
  if (await exists(`${stem}.json`)) return;
  await makeFolderOf(stem);
  console.log(`${run.set}: ${run.method}, seed ${run.seed}`);
  const prepared = files.prepared(run.set);
  const variant = variants[run.method];
  if (variant) await fitOurs(variant, prepared, run.seed, stem);
  else await python('embed.py', run.method, prepared, String(run.seed), stem);
}
