import * as tf from '@tensorflow/tfjs';
import { classMeans } from '../../autoencoder/inference.js';
import type { Labels } from '../../matrix/labels.js';
import type { Assembly } from '../../model/assembly.js';
import { encodeSystem } from '../../model/systemCells.js';
import type { TrainingSet } from '../../train/minibatch.js';
import type { ScDisInFactParts } from './scDisInFactParts.js';

/** Remembers the mean latent of each label of each condition type: prediction moves cells by their differences. */
export async function writeCentroids(
  { conditions }: ScDisInFactParts,
  assembly: Assembly,
  set: TrainingSet,
): Promise<void> {
  const latents = await encodeSystem(assembly, { ...set, covariates: {} });
  for (const [name, { centroids }] of Object.entries(conditions)) {
    const { categories, codes } = set.covariates![name] as Labels;
    const { data, shape } = classMeans(latents[name]!, codes, categories.length);
    tf.tidy(() => centroids.variables[0].assign(tf.tensor2d(data, shape)));
  }
}
