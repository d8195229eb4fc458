import type { Labels } from '../../matrix/labels.js';
import type { Assembly } from '../../model/assembly.js';
import { encodeSystem } from '../../model/systemCells.js';
import { writeClassMeans } from '../../model/writeClassMeans.js';
import type { TrainingSet } from '../../train/minibatch.js';
import type { ScDisInFactParts } from './scDisInFactParts.js';

/** Remembers the mean latent of each label of each condition type: prediction moves cells by their differences. */
export async function writeCentroids(
  { conditions }: ScDisInFactParts,
  assembly: Assembly,
  set: TrainingSet,
): Promise<void> {
  const latents = await encodeSystem(assembly, { ...set, scale: 'asIs', covariates: {} });
  for (const [name, { centroids }] of Object.entries(conditions)) {
    writeClassMeans(centroids.variables[0], latents[name]!, set.covariates![name] as Labels);
  }
}
