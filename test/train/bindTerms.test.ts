import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { bindTerms, inactiveTerms } from '../../src/train/bindTerms.js';
import { shape } from '../autoencoder/terms/termFixture.js';
import { onBackends } from '../helpers/backends.js';

const plain = (name: string, more: Partial<LossTerm> = {}): LossTerm => ({
  name,
  loss: () => tf.scalar(0),
  ...more,
});

onBackends('bindTerms', () => {
  test('builds each term once, from its own stream, which its position names', () => {
    const first = (terms: LossTerm[], at: number) => {
      const bound = bindTerms(terms, shape());
      const values = [...bound[at]!.networks[0]!.variables[0]!.dataSync()];
      tf.dispose(bound.flatMap(({ networks }) => networks.flatMap(({ variables }) => [...variables])));
      return values;
    };
    const [one, two] = [batchClassifier(), batchClassifier({ name: 'second' })];
    expect(first([one], 0)).toEqual(first([one, two], 0));
    expect(first([one, two], 0)).not.toEqual(first([one, two], 1));
    expect(bindTerms([plain('a')], shape())[0]!.networks).toEqual([]);
  });
});

test.each<[string, unknown[], RegExp]>([
  ['nothing', [undefined], /terms\[0\]: expected a loss term .*received undefined/],
  ['null', [plain('a'), null], /terms\[1\]: expected a loss term .*received null/],
  ['no loss', [{ name: 'x' }], /terms\[0\]: expected a loss term .*received 'x'/],
  ['no name', [{ loss: () => 0 }], /terms\[0\]: expected a loss term/],
  [
    'one name twice',
    [plain('a'), plain('b'), plain('a')],
    /expected different names, received 'a' twice\. Give/,
  ],
  ['a weight of NaN', [plain('a', { weight: Number.NaN })], /term 'a': weight: expected a finite number/],
  ['a weight of text', [plain('a', { weight: '1' as never })], /term 'a': weight: .*received '1'/],
])('refuses %s with a clear error', (_, terms, message) => {
  expect(() => bindTerms(terms as LossTerm[], shape())).toThrow(message);
});

test('inactiveTerms: a weight of 0, or the reason that the term gives', () => {
  const terms = [
    plain('on'),
    plain('off', { weight: 0 }),
    plain('scheduled', { weight: () => 0 }),
    plain('choosy', { inactive: ({ labels }) => (labels ? undefined : 'there are no labels') }),
  ];
  expect(inactiveTerms(terms, shape({ labels: 0 }))).toEqual([
    { name: 'off', reason: 'its weight is 0' },
    { name: 'choosy', reason: 'there are no labels' },
  ]);
  expect(inactiveTerms(terms, shape({ labels: 2 }))).toHaveLength(1);
});
