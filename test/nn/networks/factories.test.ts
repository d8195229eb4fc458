import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Mode, Network } from '../../../src/nn/network.js';
import { createClassifier } from '../../../src/nn/networks/createClassifier.js';
import { createDecoder } from '../../../src/nn/networks/createDecoder.js';
import { createEncoder } from '../../../src/nn/networks/createEncoder.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';

const mode: Mode = { training: true, rng: createRng(1) };

/** Shapes of the variables, and of the output for 5 rows. */
function shapesOf(network: Network, inputs: number): { variables: number[][]; output: number[] } {
  return withoutLeak(() => {
    const output = tf.tidy(() => network.apply(tf.ones([5, inputs]), mode).shape);
    return { variables: network.variables.map(({ shape }) => shape), output };
  });
}

const sized = (units: number) => [[units], [units], [units], [units]];

onBackends('createEncoder', () => {
  test.each<[string, object, number]>([
    ['Gaussian 10 and 8 by default', {}, 36],
    ['sizes given', { latent: { bio: 3, nio: 2 } }, 10],
    ['deterministic', { latent: { bio: 3, nio: 2 }, distribution: 'deterministic' }, 5],
    ['one of each', { latent: { bio: 3, nio: { size: 2, distribution: 'deterministic' } } }, 8],
    ['one size given', { latent: { nio: { size: 1 } } }, 22],
  ])('%s', (_, options, columns) => {
    const network = createEncoder({ genes: 7, ...options });
    const { variables, output } = shapesOf(network, 7);
    expect(output).toEqual([5, columns]);
    expect(variables).toEqual([[7, 128], [128], ...sized(128), [128, columns], [columns]]);
    tf.dispose([...network.variables]);
  });

  test.each<[object, RegExp]>([
    [{ genes: 0 }, /createEncoder: genes: expected a whole number >= 1, received 0/],
    [{ latent: { bio: 0 } }, /createEncoder: latent\.bio\.size: expected a whole number >= 1, received 0/],
    [{ latent: { boi: 3 } }, /createEncoder: latent: .*unknown option 'boi'\. Did you mean 'bio'\?/],
    [{ latent: { bio: { sise: 3 } } }, /createEncoder: latent\.bio: .*'sise'\. Did you mean 'size'\?/],
    [{ distribution: 'gausian' }, /distribution: .*received 'gausian'\. Did you mean 'gaussian'\?/],
    [{ gens: 3 }, /createEncoder: .*unknown option 'gens'\. Did you mean 'genes'\?/],
  ])('refuses %o with a clear error', (wrong, message) => {
    withoutLeak(() => expect(() => createEncoder({ genes: 7, ...wrong } as never)).toThrow(message));
  });
});

onBackends('createDecoder', () => {
  test('the batch enters the first layer, or every one', () => {
    const sizes = { latent: 4, batches: 3, genes: 9, hidden: [6, 5], norm: 'none' as const };
    const [first, every] = [createDecoder(sizes), createDecoder({ ...sizes, batchInto: 'every' })];
    expect(shapesOf(first, 7)).toEqual({
      variables: [[7, 6], [6], [6, 5], [5], [5, 9], [9]],
      output: [5, 9],
    });
    expect(shapesOf(every, 7)).toEqual({
      variables: [[7, 6], [6], [9, 5], [5], [8, 9], [9]],
      output: [5, 9],
    });
    tf.dispose([...first.variables, ...every.variables]);
  });

  test.each<[object, RegExp]>([
    [{ genes: 0 }, /createDecoder: genes: expected a whole number >= 1, received 0/],
    [{ latent: -1 }, /createDecoder: latent: expected a whole number >= 1, received -1/],
    [{ batches: 1.5 }, /createDecoder: batches: expected a whole number >= 1, received 1\.5/],
    [{ batchInto: 'evry' }, /createDecoder: batchInto: .*received 'evry'\. Did you mean 'every'\?/],
    [{ batch: 2 }, /createDecoder: .*unknown option 'batch'\. Did you mean 'batches'\?/],
  ])('refuses %o with a clear error', (wrong, message) => {
    const sizes = { latent: 4, batches: 3, genes: 9 };
    withoutLeak(() => expect(() => createDecoder({ ...sizes, ...wrong } as never)).toThrow(message));
  });
});

onBackends('createClassifier', () => {
  test('inputs -> 128 -> classes, without a norm, by default', () => {
    const plain = createClassifier({ inputs: 8, classes: 3 });
    expect(shapesOf(plain, 8)).toEqual({ variables: [[8, 128], [128], [128, 3], [3]], output: [5, 3] });
    const other = createClassifier({ inputs: 8, classes: 3, hidden: [4], norm: 'layer' });
    expect(shapesOf(other, 8).variables).toEqual([[8, 4], [4], [4], [4], [4, 3], [3]]);
    tf.dispose([...plain.variables, ...other.variables]);
  });

  test('an explicit undefined counts as not given', () => {
    const given = { inputs: 8, classes: 3, hidden: undefined, norm: undefined, rng: undefined };
    const network = createClassifier(given as never);
    expect(shapesOf(network, 8).variables).toEqual([[8, 128], [128], [128, 3], [3]]);
    tf.dispose([...network.variables]);
  });

  test.each<[object, RegExp]>([
    [{ classes: 0 }, /createClassifier: classes: expected a whole number >= 1, received 0/],
    [{ inputs: 0 }, /createClassifier: inputs: expected a whole number >= 1, received 0/],
    [{ class: 2 }, /createClassifier: .*unknown option 'class'\. Did you mean 'classes'\?/],
  ])('refuses %o with a clear error', (wrong, message) => {
    const sizes = { inputs: 8, classes: 3 };
    withoutLeak(() => expect(() => createClassifier({ ...sizes, ...wrong } as never)).toThrow(message));
  });
});
