import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeOnnx } from '../../src/onnx/encodeOnnx.js';
import { gathered, gatherRows } from '../../src/onnx/gatherRows.js';
import { loadRuntime } from '../../src/onnx/runtime.js';
import { createSession } from '../../src/onnx/session.js';
import { trace } from '../../src/record/trace.js';

const matrix = { data: Float32Array.from({ length: 12 }, (_, i) => i), shape: [4, 3] };
const inputs = { x: { shape: [2, 3] }, y: { shape: [2, 3] } };

describe('gatherRows', () => {
  beforeEach(() => tf.setBackend('cpu'));

  test('a graph picks its rows by itself', async () => {
    const { graph } = trace(({ x, y }) => ({ sum: x!.add(y!.mul(100)) }), inputs);
    const session = await createSession((await loadRuntime())!, encodeOnnx(gatherRows(graph, 'x', 4)));
    const { all, rows } = gathered('x');
    expect([...session.inputs].sort()).toEqual([all, rows, 'y'].sort());
    const y = { data: new Float32Array([1, 1, 1, 2, 2, 2]), shape: [2, 3] };
    for (const [picked, expected] of [
      [
        [3, 0],
        [109, 110, 111, 200, 201, 202],
      ],
      [
        [1, 1],
        [103, 104, 105, 203, 204, 205],
      ],
    ] as const) {
      const which = { data: Int32Array.from(picked), shape: [2] };
      const { sum } = await session.run({ [all]: matrix, [rows]: which, y });
      expect([...sum!.data]).toEqual(expected);
    }
    await session.release();
  });

  test('a graph that has no use for the input stays as it is', () => {
    const { graph } = trace(({ y }) => ({ z: y!.mul(2) }), inputs);
    expect(gatherRows(graph, 'x', 4)).toBe(graph);
  });
});
