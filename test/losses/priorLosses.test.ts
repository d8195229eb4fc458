import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { gaussianKl } from '../../src/distributions/gaussianKl.js';
import { klLabelPriorLoss } from '../../src/losses/klLabelPriorLoss.js';
import { klVampPriorLoss } from '../../src/losses/klVampPriorLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { distributionCases } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';
import { EDGES, expectFinite, oneHot, sample } from './samples.js';

const zeros = (...shape: [number, number]) => tf.zeros<tf.Rank.R2>(shape);

onBackends('divergences from a prior', () => {
  it.each(distributionCases('klLabelPriorLoss'))('of the label agree with PyTorch: $name', (one) => {
    expectReference(one, ({ mean, logVariance, oneHot, priorMeans, priorLogVariances }) =>
      klLabelPriorLoss(mean!, logVariance!, oneHot!, priorMeans!, priorLogVariances!),
    );
  });

  it.each(distributionCases('klVampPriorLoss'))('of pseudo-inputs agree with PyTorch: $name', (one) => {
    expectReference(one, ({ z, mean, logVariance, pseudoMeans, pseudoLogVariances, logits }) =>
      klVampPriorLoss(z!, mean!, logVariance!, pseudoMeans!, pseudoLogVariances!, { logits }),
    );
  });

  it('have the gradient of their value', () => {
    const [mean, logVariance, table] = [sample(4, 2, 1), sample(4, 2, 2), sample(3, 2, 3)];
    const labels = oneHot([0, 1, 1, -1], 3);
    expectGradient((m) => {
      const [lv, oneHot, p] = [tf.tensor2d(logVariance), tf.tensor2d(labels), tf.tensor2d(table)];
      return klLabelPriorLoss(m, lv, oneHot, p, p);
    }, mean);
    expectGradient((p) => {
      const [m, lv, oneHot] = [tf.tensor2d(mean), tf.tensor2d(logVariance), tf.tensor2d(labels)];
      return klLabelPriorLoss(m, lv, oneHot, p, p);
    }, table);
    expectGradient((p) => {
      const [m, lv] = [tf.tensor2d(mean), tf.tensor2d(logVariance)];
      return klVampPriorLoss(m, m, lv, p, p);
    }, table);
  });

  it.each(EDGES)('are finite in value and gradient: %s', (_, edge) => {
    const [table, logVariances] = [sample(2, 3, 2), sample(2, 3, 3)];
    const labels = oneHot([0, 1, 0, 1, 0, 1, -1, 0], 2);
    expectFinite((m) => {
      const [p, v] = [tf.tensor2d(table), tf.tensor2d(logVariances)];
      return klLabelPriorLoss(m, tf.zerosLike(m), tf.tensor2d(labels), p, v);
    }, edge);
    expectFinite((z) => {
      const [p, v] = [tf.tensor2d(table), tf.tensor2d(logVariances)];
      return klVampPriorLoss(z, tf.zerosLike(z), tf.zerosLike(z), p, v);
    }, edge);
  });

  it('of pseudo-inputs estimate the divergence that is known for a single one', () => {
    tf.tidy(() => {
      const n = 20_000;
      const [mean, logVariance] = [tf.fill([n, 1], 0.7) as tf.Tensor2D, tf.fill([n, 1], -0.5) as tf.Tensor2D];
      const z = mean.add(
        logVariance
          .mul(0.5)
          .exp()
          .mul(tf.tensor2d(sample(n, 1, 5))),
      ) as tf.Tensor2D;
      const [m, v] = [tf.tensor2d([[-0.3]]), tf.tensor2d([[0.4]])];
      const known = gaussianKl(mean, logVariance, m, v).mean().dataSync()[0]!;
      expect(klVampPriorLoss(z, mean, logVariance, m, v).dataSync()[0]).toBeCloseTo(known, 1.5);
    });
  });
});

describe('divergences from a prior refuse', () => {
  it('differing shapes', () => {
    const [z, table] = [zeros(4, 2), zeros(3, 2)];
    expect(() => klLabelPriorLoss(z, z, zeros(3, 3), table, table)).toThrow(/oneHot: expected 4 rows/);
    expect(() => klLabelPriorLoss(z, z, zeros(4, 3), zeros(3, 1), table)).toThrow(/priorMeans/);
    expect(() => klLabelPriorLoss(z, z, zeros(4, 3), table, zeros(2, 2))).toThrow(/priorLogVariances/);
    expect(() => klLabelPriorLoss(z, z, zeros(4, 3), zeros(2, 2), zeros(2, 2))).toThrow(
      /3 rows, one per label/,
    );
    expect(() => klVampPriorLoss(z, z, zeros(4, 1), table, table)).toThrow(/logVariance/);
    expect(() => klVampPriorLoss(zeros(0, 2), z, z, table, table)).toThrow(/at least one row/);
  });

  it('an unknown option', () => {
    const [z, table] = [zeros(4, 2), zeros(3, 2)];
    expect(() => klVampPriorLoss(z, z, z, table, table, { logit: table } as object)).toThrow(
      /Did you mean 'logits'/,
    );
  });
});
