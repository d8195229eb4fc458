import { Scidrl } from '../../../src/systems/scidrl/Scidrl.js';
import type { CellSet } from './cellSets.js';
import type { Integrated } from './integrated.js';

/** Our Scidrl with its defaults. */
export async function ours({ x, batch }: CellSet, seed: number, epochs: number): Promise<Integrated> {
  using model = await new Scidrl({ seed }).fit(x, { batch }, { epochs });
  const correct = (publishedBatchNorm: boolean) => model.correct(x, { range: 'unit', publishedBatchNorm });
  return {
    bio: (await model.transform(x)).bio,
    corrected: { trained: await correct(false), untrained: await correct(true) },
  };
}
