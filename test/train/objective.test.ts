import * as tf from '@tensorflow/tfjs';
import { expect, test, vi } from 'vitest';
import type { ForwardPass, LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { objective, weightsAt } from '../../src/train/objective.js';
import type { BoundTerm } from '../../src/train/term.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

const bound = (...terms: LossTerm[]): BoundTerm<ForwardPass>[] =>
  terms.map((term) => ({ term, networks: [] }));
// These terms don't read it.
const pass = { value: (weight) => tf.scalar(weight as number) } as ForwardPass;
const constant = (name: string, value: number): LossTerm => ({ name, loss: () => tf.scalar(value) });

onBackends('objective', () => {
  test('sums the weighted terms, and reports each without its weight', () => {
    withoutLeak(() => {
      tf.tidy(() => {
        const { total, row } = objective(
          bound(constant('a', 2), { ...constant('b', -3), weight: 0.5 }),
          [true, true],
          pass,
        );
        expect([...total.dataSync()]).toEqual([0.5]);
        expect([...row.dataSync()]).toEqual([0.5, 2, -3]);
      });
    });
  });

  test("doesn't compute a term that isn't active; NaN stands in its place", () => {
    const loss = vi.fn(() => tf.scalar(1));
    tf.tidy(() => {
      const { row } = objective(
        bound({ name: 'off', loss }, { ...constant('on', 3), weight: 2 }),
        [false, true],
        pass,
      );
      expect([...row.dataSync()]).toEqual([6, Number.NaN, 3]);
      expect(objective(bound({ name: 'off', loss }), [false], pass).total.dataSync()[0]).toBe(0);
    });
    expect(loss).not.toHaveBeenCalled();
  });

  test('hands each term its own networks', () => {
    const seen: unknown[] = [];
    const term: LossTerm = {
      name: 'own',
      loss: (_, networks) => {
        seen.push(networks);
        return tf.scalar(0);
      },
    };
    const networks = [{ variables: [], apply: (x: tf.Tensor2D) => x, toConfig: () => ({}) }];
    tf.tidy(() => void objective([{ term, networks }], [true], pass));
    expect(seen).toEqual([networks]);
  });

  test('takes a tensor of one value, of any shape; refuses others with a clear error', () => {
    tf.tidy(() => {
      const term = (loss: () => unknown) => bound({ name: 'mine', loss: loss as LossTerm['loss'] });
      expect(
        objective(
          term(() => tf.tensor2d([[4]])),
          [true],
          pass,
        ).total.shape,
      ).toEqual([]);
      const objectiveOf = (loss: () => unknown) => () => objective(term(loss), [true], pass);
      expect(objectiveOf(() => tf.zeros([2, 3]))).toThrow(
        "term 'mine': expected one number as a tf.Scalar, received a tensor of shape [2,3]. Reduce it, for example with .mean().",
      );
      expect(objectiveOf(() => 3)).toThrow(/term 'mine': expected one number as a tf\.Scalar, received 3/);
      expect(objectiveOf(() => undefined)).toThrow(/received undefined/);
      expect(objectiveOf(async () => tf.scalar(1))).toThrow(/received a Promise/);
    });
  });
});

test('weightsAt: numbers, schedules, and 1 where none is given', () => {
  const terms = bound(
    { ...constant('a', 0), weight: 0.5 },
    { ...constant('b', 0), weight: ({ epoch }) => epoch },
    constant('c', 0),
  );
  expect(weightsAt(terms, { epoch: 7, epochs: 9, step: 0, steps: 1 })).toEqual([0.5, 7, 1]);
});
