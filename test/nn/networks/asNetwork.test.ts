import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { asNetwork } from '../../../src/nn/networks/asNetwork.js';
import { createMlp } from '../../../src/nn/networks/createMlp.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends } from '../../helpers/backends.js';
import { layersModel, normals, valuesOf } from '../networks.js';

onBackends('asNetwork', () => {
  test('a network is returned unchanged', () => {
    const network = createMlp({ inputs: 2, outputs: 2 });
    expect(asNetwork('encoder', network)).toBe(network);
    tf.dispose([...network.variables]);
  });

  test("a layers model: its variables are the model's own, including running statistics", () => {
    const network = asNetwork('encoder', layersModel());
    expect(network.variables.map(({ shape }) => shape)).toEqual([
      [6, 5],
      [5],
      [5],
      [5],
      [5, 4],
      [4],
      [5],
      [5],
    ]);
    expect(network.variables.filter(({ trainable }) => trainable)).toHaveLength(6);
    const x = normals(3, 6);
    const before = valuesOf(network, x);
    tf.tidy(() => network.variables[5]!.assign(tf.onesLike(network.variables[5]!)));
    expect(valuesOf(network, x).map((value, i) => value - before[i]!)).toSatisfy((moved: number[]) =>
      moved.every((by) => Math.abs(by - 1) < 1e-6),
    );
    tf.dispose([x, ...network.variables]);
  });

  test('a layers model learns in training only: dropout acts, running statistics move, gradients flow', () => {
    const network = asNetwork('encoder', layersModel());
    const x = normals(16, 6);
    const [, , , , , , mean] = network.variables;
    const still = mean!.dataSync().slice();
    expect(valuesOf(network, x)).toEqual(valuesOf(network, x));
    expect(mean!.dataSync()).toEqual(still);
    const trainable = network.variables.filter((variable) => variable.trainable);
    const { grads, value } = tf.variableGrads(
      () =>
        network
          .apply(x, { training: true, rng: createRng(1) })
          .square()
          .sum() as tf.Scalar,
      trainable,
    );
    expect(Object.keys(grads)).toHaveLength(6);
    expect(mean!.dataSync()).not.toEqual(still);
    tf.dispose([x, grads, value, ...network.variables]);
  });

  test('a layers model leaves one tensor, the result', () => {
    const network = asNetwork('encoder', layersModel());
    const x = normals(16, 6);
    for (const training of [false, true]) {
      const before = tf.memory().numTensors;
      const y = network.apply(x, { training, rng: createRng(1) });
      expect(tf.memory().numTensors).toBe(before + 1);
      y.dispose();
    }
    tf.dispose([x, ...network.variables]);
  });

  test('anything else is refused with a clear error', () => {
    for (const wrong of [undefined, null, 3, { apply: 1 }, { apply: () => 0 }])
      expect(() => asNetwork('encoder', wrong as never)).toThrow(
        /encoder: expected a Network .* or a tf\.LayersModel, received/,
      );
  });
});
