import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../../src/nn/network.js';
import { createDecoder } from '../../src/nn/networks/createDecoder.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { encodeOnnx } from '../../src/onnx/encodeOnnx.js';
import { loadRuntime, type SessionData } from '../../src/onnx/runtime.js';
import { createSession } from '../../src/onnx/session.js';
import { createRng } from '../../src/random/rng.js';
import { traceInference } from '../../src/record/inferenceGraph.js';
import { distance, numbers } from './compare.js';

const mode = { training: false, rng: createRng(0) };
const x = { x: { shape: ['cells', 6] } };

describe('inference graphs', () => {
  beforeAll(() => tf.setBackend('cpu'));

  const networks: [string, () => Network][] = [
    ['encoder with batch norm', () => createEncoder({ genes: 6, hidden: [5], latent: { bio: 3, nio: 2 } })],
    [
      'encoder with layer norm',
      () => createEncoder({ genes: 6, hidden: [5, 4], norm: 'layer', activation: 'elu' }),
    ],
    ['decoder', () => createDecoder({ latent: 4, batches: 2, genes: 7, hidden: [5, 5], batchInto: 'every' })],
  ];
  test.each(networks)('%s: any number of cells, weights inside', async (_, make) => {
    const network = make();
    const graph = await traceInference(({ x }) => ({ z: network.apply(x as tf.Tensor2D, mode) }), x);
    expect(graph.inputs).toEqual([{ name: 'x', shape: ['cells', 6], dtype: 'float32' }]);
    expect(graph.outputs[0]!.shape[0]).toBe('cells');
    const session = await createSession((await loadRuntime())!, encodeOnnx(graph));
    for (const cells of [1, 2, 101, 250]) {
      const given = numbers([cells, 6], cells) as tf.Tensor2D;
      const { z } = await session.run({ x: { data: given.dataSync() as SessionData, shape: given.shape } });
      const expected = tf.tidy(() => network.apply(given, mode).dataSync());
      expect(z!.shape[0]).toBe(cells);
      expect(distance(z!.data as Float32Array, expected)).toBeLessThan(1e-5);
      given.dispose();
    }
    await session.release();
    tf.dispose([...network.variables]);
  });

  test('the weights are copies', async () => {
    const w = tf.variable(tf.ones([6, 2]));
    const graph = await traceInference(({ x }) => ({ z: x!.matMul(w) }), x);
    tf.tidy(() => w.assign(tf.zeros([6, 2])));
    expect([...graph.initializers.at(-1)!.data]).toEqual(new Array(12).fill(1));
    w.dispose();
  });

  test('all sizes may be fixed', async () => {
    const graph = await traceInference(({ x }) => ({ y: x!.add(tf.range(0, 3)) }), { x: { shape: [3] } });
    expect([graph.inputs[0]!.shape, graph.outputs[0]!.shape]).toEqual([[3], [3]]);
  });

  test('refuses what depends on the number of cells, and what assigns', async () => {
    const positions = traceInference(({ x }) => ({ y: x!.add(tf.range(0, x!.shape[0]!).expandDims(1)) }), x);
    await expect(positions).rejects.toThrow(/depend on the number of cells/);
    const network = createEncoder({ genes: 6, hidden: [5] });
    const training = traceInference(
      ({ x }) => ({ z: network.apply(x as tf.Tensor2D, { ...mode, training: true }) }),
      x,
    );
    await expect(training).rejects.toThrow(/training: false/);
    tf.dispose([...network.variables]);
  });
});
