import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../../src/nn/networks/createDecoder.js';
import { createMlp } from '../../../src/nn/networks/createMlp.js';
import type { MlpOptions } from '../../../src/nn/networks/mlpOptions.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { csr } from '../../preprocess/reference.js';
import { inference, normals, sparseCells, training, valuesOf } from '../networks.js';
import { applied, expectReference, referenceCases } from '../reference.js';

onBackends('createMlp', () => {
  test.each(referenceCases<MlpOptions>('mlp'))('against PyTorch: $name', (reference) => {
    expectReference(reference, () => createMlp(reference.options));
  });

  test('the decoder with the batch in every layer is the network with repeated columns', () => {
    const reference = referenceCases<MlpOptions>('mlp').find(({ name }) => name === 'repeated columns')!;
    const { inputs, outputs, hidden } = reference.options;
    expectReference(reference, () =>
      createDecoder({ latent: inputs - 2, batches: 2, genes: outputs, hidden: hidden!, batchInto: 'every' }),
    );
  });

  test('apply returns one tensor and leaves no other, in training and in inference', () => {
    const network = createMlp({ inputs: 4, outputs: 3, hidden: [5, 5], repeated: 1, dropout: 0.3 });
    const x = normals(6, 4);
    for (const mode of [training(), inference, { ...training(), frozen: true }]) {
      const before = tf.memory().numTensors;
      const y = network.apply(x, mode);
      expect(tf.memory().numTensors).toBe(before + 1);
      expect(y.shape).toEqual([6, 3]);
      y.dispose();
    }
    tf.dispose([x, ...network.variables]);
  });

  test.each(
    (['batch', 'layer', 'affine', 'none'] as const).flatMap((norm) =>
      [[], [33], [16, 7]].map((hidden) => [norm, hidden] as const),
    ),
  )('sparse cells give what dense ones give: norm %s, hidden layers %o', (norm, hidden) => {
    withoutLeak(() => {
      const network = createMlp({ inputs: 50, outputs: 36, hidden, norm });
      const x = sparseCells(9, 50);
      const dense = tf.tensor2d(x.data, x.shape);
      tf.dispose(network.apply(dense, training())); // moves the running statistics away from 0 and 1
      const expected = valuesOf(network, dense);
      const found = tf.tidy(() => [...network.applySparse!(csr(x), inference).dataSync()]);
      expect(relativeDistance(found, expected)).toBeLessThan(1e-6);
      tf.dispose([dense, ...network.variables]);
    });
  });

  test('a network that repeats its last columns takes dense input only', () => {
    const network = createMlp({ inputs: 4, outputs: 3, repeated: 1 });
    expect(network.applySparse).toBeUndefined();
    tf.dispose([...network.variables]);
  });

  test.each(['batch', 'layer', 'affine', 'none'] as const)(
    'frozen with norm %s: no gradient in the parameters, all of it in the input, statistics still',
    (norm) => {
      withoutLeak(() => {
        const network = createMlp({ inputs: 4, outputs: 3, hidden: [5, 4], norm, repeated: 2 });
        const x = tf.tidy(() => tf.variable(normals(8, 4)));
        const before = network.variables.map((variable) => [...variable.dataSync()]);
        const frozen = applied(network, x, true, true);
        expect(network.variables.map((variable) => [...variable.dataSync()])).toEqual(before);
        const free = applied(network, x, true);
        expect(frozen.inputGradient).toEqual(free.inputGradient);
        expect(frozen.inputGradient.some((value) => value !== 0)).toBe(true);
        expect(frozen.gradients.flat().every((value) => value === 0)).toBe(true);
        tf.dispose([x, ...network.variables]);
      });
    },
  );
});

describe('createMlp', () => {
  test('without hidden layers is linear: f(a x + b y) = a f(x) + b f(y) + (1 - a - b) f(0)', () => {
    withoutLeak(() => {
      const network = createMlp({ inputs: 3, outputs: 2, hidden: [] });
      expect(network.variables.map(({ shape }) => shape)).toEqual([[3, 2], [2]]);
      const [x, y, zero] = [normals(4, 3, 1), normals(4, 3, 2), tf.zeros([4, 3]) as tf.Tensor2D];
      const sum = tf.tidy(() => x.mul(2).sub(y.mul(3)) as tf.Tensor2D);
      const [fx, fy, f0, got] = [x, y, zero, sum].map((at) => valuesOf(network, at, training()));
      got!.forEach((value, i) => {
        expect(value).toBeCloseTo(2 * fx![i]! - 3 * fy![i]! + 2 * f0![i]!, 5);
      });
      tf.dispose([x, y, zero, sum, ...network.variables]);
    });
  });

  test('drops units in training only, other ones in each pass, fixed by the stream', () => {
    const network = createMlp({ inputs: 4, outputs: 30, hidden: [40], norm: 'none', dropout: 0.5 });
    const same = createMlp({ inputs: 4, outputs: 30, hidden: [40], norm: 'none' });
    const x = normals(5, 4);
    expect(valuesOf(network, x, inference)).toEqual(valuesOf(same, x, inference));
    expect(valuesOf(network, x, inference)).toEqual(valuesOf(same, x, training()));
    const mode = training();
    const [first, second] = [valuesOf(network, x, mode), valuesOf(network, x, mode)];
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(valuesOf(same, x, inference));
    expect(valuesOf(network, x, training())).toEqual(first);
    tf.dispose([x, ...network.variables, ...same.variables]);
  });

  test('preserves the mean under dropout', () => {
    const network = createMlp({
      inputs: 1,
      outputs: 1,
      hidden: [2000],
      norm: 'none',
      activation: 'linear',
      dropout: 0.4,
    });
    // Every hidden unit is 1, every weight behind it 1/2000: without dropout the output is exactly 1.
    tf.tidy(() => {
      const [w1, b1, w2, b2] = network.variables as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
      w1.assign(tf.onesLike(w1));
      b1.assign(tf.zerosLike(b1));
      w2.assign(tf.fill([2000, 1], 1 / 2000));
      b2.assign(tf.zerosLike(b2));
    });
    const x = tf.ones([20, 1]) as tf.Tensor2D;
    const got = valuesOf(network, x, training());
    expect(got.reduce((a, b) => a + b) / got.length).toBeCloseTo(1, 1);
    expect(new Set(got).size).toBeGreaterThan(10);
    tf.dispose([x, ...network.variables]);
  });

  test('repeated columns reach every layer: the last layer alone can copy them', () => {
    const network = createMlp({ inputs: 3, outputs: 2, hidden: [4], norm: 'none', repeated: 2 });
    expect(network.variables.map(({ shape }) => shape)).toEqual([[3, 4], [4], [6, 2], [2]]);
    tf.tidy(() => {
      const [, , last, bias] = network.variables as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
      last.assign(tf.concat([tf.zeros([4, 2]), tf.eye(2)], 0));
      bias.assign(tf.zerosLike(bias));
    });
    const x = tf.tensor2d([
      [9, 1, 2],
      [8, 3, 4],
    ]);
    expect(valuesOf(network, x, inference)).toEqual([1, 2, 3, 4]);
    tf.dispose([x, ...network.variables]);
  });

  test('an activation may be any function', () => {
    const network = createMlp({
      inputs: 2,
      outputs: 1,
      hidden: [3],
      activation: (x) => tf.zerosLike(x),
      norm: 'none',
    });
    const x = normals(2, 2);
    const bias = network.variables.at(-1)!.dataSync()[0]!;
    expect(valuesOf(network, x, inference)).toEqual([bias, bias]);
    tf.dispose([x, ...network.variables]);
  });

  test('equal streams give equal values, different streams different ones', () => {
    const made = [1, 1, 2].map((seed) => createMlp({ inputs: 3, outputs: 2, rng: createRng(seed) }));
    const [a, b, c] = made.map(({ variables }) => variables.flatMap((variable) => [...variable.dataSync()]));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    tf.dispose(made.flatMap(({ variables }) => [...variables]));
  });

  test.each([
    [1, 30],
    [2, 15],
  ])(
    "initial: 'glorot' fills ±√(6 / (inputs + outputs of a head)), %i head(s), and starts biases at 0",
    (heads, outputs) => {
      const sizes = { inputs: 90, outputs: 30, hidden: [60], heads };
      const network = createMlp({ ...sizes, norm: 'none', initial: 'glorot' });
      const largest = network.variables.map((variable) => Math.max(...variable.dataSync().map(Math.abs)));
      const bounds = [Math.sqrt(6 / 150), 0, Math.sqrt(6 / (60 + outputs)), 0];
      largest.forEach((value, i) => {
        expect(value).toBeLessThanOrEqual(bounds[i]! + 1e-7);
        expect(value).toBeGreaterThanOrEqual(0.99 * bounds[i]!);
      });
      tf.dispose([...network.variables]);
    },
  );

  test("initial: 'truncatedNormal' has deviation 0.1 before it is cut at 0.2, and biases 0", () => {
    const network = createMlp({ inputs: 200, outputs: 100, hidden: [], initial: 'truncatedNormal' });
    const [weights, biases] = network.variables.map((variable) => [...variable.dataSync()]);
    expect(Math.max(...weights!.map(Math.abs))).toBeLessThanOrEqual(0.2);
    const deviation = Math.sqrt(weights!.reduce((sum, w) => sum + w * w, 0) / weights!.length);
    expect(deviation).toBeCloseTo(0.088, 2.5); // of N(0, 0.1²) within two deviations
    expect(biases).toEqual(new Array(100).fill(0));
    tf.dispose([...network.variables]);
  });

  test.each<[object, RegExp]>([
    [{ inputs: 0 }, /createMlp: inputs: expected a whole number >= 1, received 0/],
    [{ outputs: 2.5 }, /createMlp: outputs: expected a whole number >= 1, received 2\.5/],
    [{ hidden: [8, 0] }, /createMlp: hidden: expected a whole number >= 1, received 0/],
    [{ hidden: 128 }, /createMlp: hidden: expected a list.*received 128/],
    [{ dropout: 1 }, /createMlp: dropout: expected a finite number in \[0, 0\.99\], received 1/],
    [{ repeated: 4 }, /createMlp: repeated: .*received 4/],
    [{ norm: 'bach' }, /createMlp: norm: .*received 'bach'\. Did you mean 'batch'\?/],
    [{ initial: 'glorod' }, /createMlp: initial: .*received 'glorod'\. Did you mean 'glorot'\?/],
    [{ heads: 3 }, /createMlp: heads: expected a divisor of outputs \(2\), received 3/],
    [{ activation: 'rleu' }, /createMlp: activation: .*received 'rleu'\. Did you mean 'relu'\?/],
    [{ hiden: [3] }, /createMlp: .*unknown option 'hiden'\. Did you mean 'hidden'\?/],
  ])('refuses %o with a clear error', (wrong, message) => {
    withoutLeak(() => {
      expect(() => createMlp({ inputs: 3, outputs: 2, ...wrong } as MlpOptions)).toThrow(message);
    });
  });
});
