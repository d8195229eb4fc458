import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { mapChunks } from '../../models/chunks.js';
import { inference } from '../../models/inference.js';
import type { Network } from '../../nn/network.js';
import { normalTensor } from '../../random/randomTensors.js';
import type { Rng } from '../../random/rng.js';
import { generateFrom } from './stageB.js';

/** What {@link generateCells} generates with. */
export interface GeneratorParts {
  generator: Network;
  /** Dimensions of the noise. */
  noise: number;
  genes: number;
}

/** Generates one cell from each code, with noise from `rng`. [cells, codes] -> [cells, genes] */
export function generateCells(
  { generator, noise, genes }: GeneratorParts,
  codes: Matrix,
  rng: Rng,
): Promise<Matrix> {
  return mapChunks({ x: codes, input: 'asIs' }, genes, (chunk) => {
    const { data, shape } = toDense(chunk);
    const drawn = normalTensor([shape[0], noise], rng);
    return generateFrom(generator, tf.tensor2d(data, shape), drawn, inference);
  });
}
