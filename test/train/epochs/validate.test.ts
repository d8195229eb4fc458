import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { klStandardNormal } from '../../../src/autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { reconstructionLoss } from '../../../src/losses/reconstructionLoss.js';
import { validate } from '../../../src/train/epochs/validate.js';
import { type TrainingSet, takeMinibatch } from '../../../src/train/minibatch.js';
import { benchOf, inference, numberOf, progress } from '../../autoencoder/terms/termFixture.js';
import { onBackends } from '../../helpers/backends.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 50, genes: 6, batches: 3 });
const codes = Int32Array.from(batch, (name) => Number(name.split(' ')[1]));
const set: TrainingSet = { x, batch: { categories: ['0', '1', '2'], codes } };
const held = Int32Array.from({ length: 25 }, (_, i) => 2 * i);
const terms = (): LossTerm[] => [
  reconstruction({ measure: 'squared' }),
  klStandardNormal({ on: 'nio', weight: 0.5 }),
  klStandardNormal({ on: 'bio', weight: 0 }),
];

onBackends('validate', () => {
  test('mean over the cells, for any size of minibatch, without noise and without side effects', async () => {
    const bench = benchOf(terms(), { noise: 5 });
    const before = tf.memory().numTensors;
    const values = bench.assembly.model.encoder.variables.map((variable) => [...variable.dataSync()]);
    const noise = JSON.stringify(bench.run.streams.noise.state());
    const whole = await validate(bench.run, set, held, 25, progress);
    const parts = await validate(bench.run, set, held, 10, progress);
    expect(tf.memory().numTensors).toBe(before);
    expect(bench.assembly.model.encoder.variables.map((variable) => [...variable.dataSync()])).toEqual(
      values,
    );
    expect(JSON.stringify(bench.run.streams.noise.state())).toBe(noise);
    const expected = numberOf(() => {
      const { x: cells, batch: oneHot } = takeMinibatch(set, held);
      const { encode, decode, mode } = bench.pass(inference);
      return reconstructionLoss(decode(encode(cells, mode).latent, oneHot, mode), cells);
    });
    for (const { total, terms: losses, error } of [whole, parts]) {
      expect(error / expected).toBeCloseTo(1, 5);
      expect(losses['reconstruction']! / expected).toBeCloseTo(1, 5);
      expect(total).toBeCloseTo(losses['reconstruction']! + 0.5 * losses['klNio']!, 3);
      expect(losses['klBio']).toBeNaN();
    }
    expect(parts.terms['klNio']).toBeCloseTo(whole.terms['klNio']!, 5);
    bench.dispose();
  });
});
