import { expect, test } from 'vitest';
import { adversary } from '../../../src/autoencoder/terms/adversary.js';
import { batchClassifier } from '../../../src/autoencoder/terms/batchClassifier.js';
import { disentangle } from '../../../src/autoencoder/terms/disentangle.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { benchOf, numberOf, training } from './termFixture.js';

const terms = () => [
  reconstruction(),
  batchClassifier(),
  adversary(),
  disentangle({ measure: 'mutualInformation' }),
];

onBackends('one list of terms in two models', () => {
  test('shares no network, and disposing one model leaves the other intact', () => {
    withoutLeak(() => {
      const shared = terms();
      const [one, other] = [benchOf(shared), benchOf(shared)];
      const namesOf = (bench: typeof one) =>
        shared.flatMap((_, at) =>
          bench.networks(at).flatMap(({ variables }) => variables.map(({ name }) => name)),
        );
      expect(namesOf(one)).toHaveLength(2 + 4 + 4 + 4);
      expect(new Set([...namesOf(one), ...namesOf(other)]).size).toBe(28);
      const losses = () => shared.map((_, at) => numberOf(() => other.loss(other.pass(training()), at)));
      const before = losses();
      one.dispose();
      // The first has moved its running residual by now; the minibatch is the same, so it stays where it was.
      losses().forEach((value, at) => {
        expect(value).toBeCloseTo(before[at]!, 4);
      });
      other.dispose();
    });
  });

  test('equal seeds give equal initial values, each term its own', () => {
    const shared = terms();
    const [one, other] = [benchOf(shared), benchOf(shared)];
    const valuesOf = (bench: typeof one, at: number) => [...bench.networks(at)[0]!.variables[0]!.dataSync()];
    expect(valuesOf(one, 1)).toEqual(valuesOf(other, 1));
    expect(valuesOf(one, 1).slice(0, 20)).not.toEqual(valuesOf(one, 2).slice(0, 20));
    one.dispose();
    other.dispose();
  });
});
