import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { describeDimensions } from '../../../src/systems/drvi/dimensions.js';
import { effectsInCells } from '../../../src/systems/drvi/effectsInCells.js';
import type { DirectionalScores } from '../../../src/systems/drvi/interpretation.js';
import { effectsOfTraversal } from '../../../src/systems/drvi/traverseDimensions.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { modelOf, poolingNames, reference, variablesOf } from './reference.js';

const codes = Int32Array.from(reference.batch, (name) => Number(name.slice(1)));
const sizes = { genes: reference.x[0]!.length, batches: 3 };

function expectScores(
  expected: Record<string, number[][]>,
  name: string,
  { positive, negative }: DirectionalScores,
): void {
  for (const [direction, scores] of Object.entries({ positive, negative })) {
    const wanted = expected[`${name}_${direction}`]!;
    expect(scores.shape).toEqual([wanted.length, wanted[0]!.length]);
    expect(relativeDistance(scores.data, wanted.flat()), `${name}, ${direction}`).toBeLessThan(1e-4);
  }
}

onBackends('interpretation of Drvi against drvi-py', () => {
  test.each(reference.interpretation.map((one) => [one.pooling, one] as const))('%s', async (_, one) => {
    const { pooling, dimensions, scores: expected } = one;
    const weights = reference.losses.find((of) => of.likelihood === 'pnb' && of.pooling === pooling)!;
    const assembly = modelOf(weights);
    const before = tf.memory().numTensors;
    const z: Matrix = {
      data: Float32Array.from(weights.mean.flat()),
      shape: [weights.mean.length, reference.latent],
    };
    const model = { ...assembly.model, ...sizes };
    const { effects, scores } = await effectsInCells(model, z, codes);
    const described = describeDimensions(z, effects);

    const inOrder = dimensions.order.map((_, k) => dimensions.order.indexOf(k));
    expect(described.map(({ column }) => column)).toEqual(inOrder);
    for (const [ours, theirs] of [
      ['effect', 'reconstruction_effect'],
      ['min', 'min'],
      ['max', 'max'],
      ['mean', 'mean'],
      ['std', 'std'],
    ] as const)
      expect(
        relativeDistance(
          described.map((one) => one[ours]),
          inOrder.map((column) => dimensions[theirs][column]!),
        ),
        ours,
      ).toBeLessThan(1e-4);
    expectScores(expected, 'IND_max', scores.max);
    expectScores(expected, 'IND_linear_weighted_mean', scores.linear);
    expectScores(expected, 'IND_exp_weighted_mean', scores.exponential);
    if (poolingNames[pooling] === 'logSumExp') {
      const ends = (pick: (...values: number[]) => number, values: number[]): Float32Array =>
        Float32Array.from(values, (value) => pick(value, 0));
      const found = await effectsOfTraversal(
        model,
        ends(Math.max, dimensions.max),
        ends(Math.min, dimensions.min),
      );
      expectScores(expected, 'OOD_max_possible', found.maxPossible);
      expectScores(expected, 'OOD_min_possible', found.minPossible);
      expectScores(expected, 'OOD_combined', found.combined);
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(Object.values(variablesOf(assembly)).flat() as tf.Tensor[]);
  });
});
