import { describe, expect, test } from 'vitest';
import { adversary } from '../../../src/autoencoder/terms/adversary.js';
import { alignBatches } from '../../../src/autoencoder/terms/alignBatches.js';
import { batchClassifier } from '../../../src/autoencoder/terms/batchClassifier.js';
import { batchDependence } from '../../../src/autoencoder/terms/batchDependence.js';
import { conditionalBatchDependence } from '../../../src/autoencoder/terms/conditionalBatchDependence.js';
import { contrastive } from '../../../src/autoencoder/terms/contrastive.js';
import { defaultTerms } from '../../../src/autoencoder/terms/defaultTerms.js';
import { disentangle } from '../../../src/autoencoder/terms/disentangle.js';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { klStandardNormal } from '../../../src/autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { shape } from './termFixture.js';

const makers = {
  adversary,
  alignBatches,
  batchClassifier,
  batchDependence,
  conditionalBatchDependence,
  contrastive,
  disentangle,
  klStandardNormal,
  reconstruction,
};
const named = Object.entries(makers) as [string, (options?: object) => LossTerm][];

describe.each(named)('%s', (name, make) => {
  test('takes a name and a weight, a number or a schedule', () => {
    const weight = () => 3;
    expect(make({ name: 'mine', weight })).toMatchObject({ name: 'mine', weight });
    expect(make({ weight: 0.5 }).weight).toBe(0.5);
    expect(make().weight ?? 1).toBe(1);
  });

  test('refuses an unknown option and names the nearest', () => {
    const message = new RegExp(`^${name}: .*unknown option 'wieght'\\. Did you mean 'weight'\\?$`);
    expect(() => make({ wieght: 1 })).toThrow(message);
  });
});

test.each<[string, (options: never) => LossTerm, object, RegExp]>([
  ['adversary', adversary, { on: 'boi' }, /adversary: on: .*'boi'\. Did you mean 'bio'\?/],
  ['alignBatches', alignBatches, { on: 'boi' }, /alignBatches: on: .*Did you mean 'bio'\?/],
  ['batchClassifier', batchClassifier, { on: 'noi' }, /batchClassifier: on: .*Did you mean 'nio'\?/],
  ['batchDependence', batchDependence, { on: 'boi' }, /batchDependence: on: .*Did you mean 'bio'\?/],
  [
    'within',
    conditionalBatchDependence,
    { within: 'label' },
    /conditionalBatchDependence: within: .*Did you mean 'labels'\?/,
  ],
  ['width', conditionalBatchDependence, { width: 0 }, /conditionalBatchDependence: width/],
  ['contrastive', contrastive, { on: 'z' }, /contrastive: on: expected one of 'bio', 'nio', received 'z'/],
  ['klStandardNormal', klStandardNormal, { on: 'noi' }, /klStandardNormal: on: .*Did you mean 'nio'\?/],
  ['kernel', batchDependence, { kernel: 'rfb' }, /batchDependence: kernel: .*Did you mean 'rbf'\?/],
  ['of', batchDependence, { of: 'means' }, /batchDependence: of: .*Did you mean 'mean'\?/],
  ['measure', reconstruction, { measure: 'squard' }, /reconstruction: measure: .*Did you mean 'squared'\?/],
  ['dependence', disentangle, { measure: 'hisc' }, /disentangle: measure: .*Did you mean 'hsic'\?/],
])('an unknown choice is refused with a clear error: %s', (_, make, options, message) => {
  expect(() => make(options as never)).toThrow(message);
});

test('names in the history', () => {
  const names = [
    adversary(),
    alignBatches(),
    batchClassifier(),
    batchDependence(),
    batchDependence({ kernel: 'linear' }),
    conditionalBatchDependence(),
    conditionalBatchDependence({ within: 'labels' }),
    contrastive(),
    disentangle(),
    disentangle({ measure: 'hsic' }),
    disentangle({ measure: 'mutualInformation' }),
    disentangle({ measure: 'gradientPenalty' }),
    disentangle({ measure: (bio) => bio.mean() }),
    klStandardNormal(),
    klStandardNormal({ on: 'bio' }),
    reconstruction(),
  ].map(({ name }) => name);
  expect(names).toEqual([
    'adversary',
    'alignBatches',
    'batchClassifier',
    'batchDependenceRbf',
    'batchDependenceLinear',
    'batchDependenceLocal',
    'batchDependenceWithinLabels',
    'contrastive',
    'disentangleMmd',
    'disentangleHsic',
    'disentangleMutualInformation',
    'disentangleGradientPenalty',
    'disentangle',
    'klNio',
    'klBio',
    'reconstruction',
  ]);
});

describe('inactive', () => {
  test('terms that compare batches give the reason why one batch is not enough', () => {
    for (const make of [
      adversary,
      alignBatches,
      batchClassifier,
      batchDependence,
      conditionalBatchDependence,
    ]) {
      expect(make().inactive!(shape({ batches: 1 }))).toBe('it needs at least two batches and there is one');
      expect(make().inactive!(shape({ batches: 2 }))).toBeUndefined();
    }
  });

  test('within labels, without labels', () => {
    const term = conditionalBatchDependence({ within: 'labels' });
    expect(term.inactive!(shape({ batches: 2, labels: 0 }))).toBe('it needs labels and fit got none');
    expect(term.inactive!(shape({ batches: 2, labels: 3 }))).toBeUndefined();
  });

  test('the others also act on a single batch', () => {
    for (const make of [contrastive, disentangle, klStandardNormal, reconstruction])
      expect(make().inactive?.(shape({ batches: 1 }))).toBeUndefined();
  });
});

describe('defaultTerms', () => {
  const names = [
    'reconstruction',
    'batchClassifier',
    'klBio',
    'klNio',
    'batchDependenceRbf',
    'batchDependenceLinear',
    'batchDependenceLocal',
  ];
  /** The weights at an epoch of a run of 100 epochs with 10 steps each. */
  const weightsAt = (terms: LossTerm[], epoch: number) =>
    terms.map(({ weight = 1 }) =>
      typeof weight === 'number' ? weight : weight({ epoch, epochs: 100, step: epoch * 10, steps: 1000 }),
    );

  test('the recipe: its terms, and their weights over the run', () => {
    const terms = defaultTerms();
    expect(terms.map(({ name }) => name)).toEqual(names);
    expect(weightsAt(terms, 0)).toEqual([1, 1, 0, 0.1, 0, 0, 0]);
    expect(weightsAt(terms, 10)).toEqual([1, 1, expect.closeTo(1 / 3, 2), 0.1, 10, 3, 10]);
    expect(weightsAt(terms, 30)).toEqual([1, 1, 1, 0.1, expect.closeTo(50, 0), 30, 100]);
    expect(weightsAt(terms, 50)).toEqual([1, 1, 1, 0.1, 0, 30, 100]);
  });

  test('a weight, a number or a schedule, replaces the default and keeps the warm-up', () => {
    const terms = defaultTerms({
      reconstruction: 2,
      klBio: 0.7,
      batchDependenceRbf: ({ epoch }) => epoch,
      batchDependenceLinear: 5,
    });
    expect(weightsAt(terms, 0)).toEqual([2, 1, 0.7, 0.1, 0, 0, 0]);
    expect(weightsAt(terms, 50)).toEqual([2, 1, 0.7, 0.1, 50, 5, 100]);
  });

  test('a weight of 0 leaves the term out', () => {
    for (const name of names)
      expect(defaultTerms({ [name]: 0 }).map((term) => term.name)).toEqual(
        names.filter((other) => other !== name),
      );
    expect(defaultTerms(Object.fromEntries(names.slice(1).map((name) => [name, 0])))).toHaveLength(1);
  });

  test('refuses an unknown term and names the nearest', () => {
    expect(() => defaultTerms({ klNoi: 1 } as never)).toThrow(
      /defaultTerms: .*'klNoi'\. Did you mean 'klNio'\?/,
    );
  });
});
