import type * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import type { CellMap } from '../../model/map/cellMap.js';
import { inference } from '../../model/map/inferenceMode.js';
import { mapChunks } from '../../model/map/mapChunks.js';
import type { Network } from '../../nn/network.js';
import { normalTensor } from '../../random/randomTensors.js';
import type { Rng } from '../../random/rng.js';
import { generateFrom } from './michiGanNetworks.js';

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
  check: () => void,
): Promise<Matrix> {
  const map: CellMap['map'] = (x) =>
    generateFrom(generator, x as tf.Tensor2D, normalTensor([x.shape[0], noise], rng), inference);
  return mapChunks(
    { cells: { x: codes, scale: 'asIs' }, columns: genes, map },
    { call: 'generate', compile: false, check },
  );
}
