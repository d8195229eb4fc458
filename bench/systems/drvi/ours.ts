import { Drvi } from 'zbio';
import type { CellSet } from './cellSets.js';
import type { Setting } from './setting.js';
import type { Trained } from './trained.js';

/** Results of our Drvi on a set, trained once per seed. */
export async function ours(
  { counts, batch }: CellSet,
  { latent, epochs, seeds }: Setting,
): Promise<Trained[]> {
  const runs: Trained[] = [];
  for (const seed of seeds) {
    using model = await new Drvi({ latent, seed }).fit(counts, { batch }, { epochs });
    const { z } = await model.transform(counts);
    const { reconstruction, kl } = model.history.at(-1)!.terms;
    runs.push({ z, reconstruction: reconstruction!, kl: kl! });
  }
  return runs;
}
