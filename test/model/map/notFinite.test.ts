import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import type { CellMap } from '../../../src/model/map/cellMap.js';
import { mapChunks } from '../../../src/model/map/mapChunks.js';
import { onBackends } from '../../helpers/backends.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x } = syntheticCells({ cells: 40, genes: 6 });

/** A map whose results overflow for values above 3.4e8. */
const jobOf = (cells: Matrix): CellMap => ({
  cells: { x: cells, scale: 'asIs' },
  columns: 2,
  map: (chunk) => tf.mul((chunk as tf.Tensor2D).slice([0, 1], [-1, 2]), 1e30),
});

onBackends('a result that is not finite', () => {
  test.each([
    ['by tfjs', false],
    ['compiled', true],
  ])('%s: its cells are named, with their most extreme values', async (_, compile) => {
    const data = x.data.slice();
    data[6 * 7 + 2] = 2e9;
    data[6 * 30 + 1] = -3e9;
    const before = tf.memory().numTensors;
    const options = { call: 'transform', compile };
    await expect(mapChunks(jobOf({ data, shape: x.shape }), options)).rejects.toMatchObject({
      code: 'ZBIO_BAD_NUMBERS',
      message:
        "transform: the result isn't finite for 2 cells: cell 7 (2e+9 in gene 2), cell 30 (-3e+9 in gene 1). " +
        'Remove these cells, or correct their most extreme values (in parentheses).',
    });
    expect((await mapChunks(jobOf(x), options)).data.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});
