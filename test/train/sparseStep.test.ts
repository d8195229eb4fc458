import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DisentangledAEOptions } from '../../src/autoencoder/options.js';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import { contrastive } from '../../src/autoencoder/terms/contrastive.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import { inputNoise } from '../../src/noise/inputNoise.js';
import { linearSchedule } from '../../src/schedules/linearSchedule.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import { capture, restore } from '../../src/train/run.js';
import { eagerStepper } from '../../src/train/steppers/eagerStepper.js';
import { benchOf } from '../autoencoder/terms/termFixture.js';
import { onBackends } from '../helpers/backends.js';
import { syntheticCells } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';
import { csr } from '../preprocess/reference.js';

const { x, batch } = syntheticCells({ cells: 40, genes: 6, batches: 3 });
// One of the cells has zeros only.
x.data.fill(0, 6, 12);
const codes = Int32Array.from(batch, (name) => Number(name.split(' ')[1]));
const dense: TrainingSet = { x, batch: { categories: ['0', '1', '2'], codes } };
const sparse: TrainingSet = { ...dense, x: csr(x) };
const rows = Int32Array.from({ length: 20 }, (_, i) => 39 - 2 * i);

const dropout = inputNoise({ dropout: linearSchedule({ from: 0.4, to: 0 }) });
const cases: [string, DisentangledAEOptions][] = [
  ['no noise', { noise: 0 }],
  ['scheduled dropout', { noise: dropout }],
  [
    'dropout in the network too',
    { noise: inputNoise({ dropout: 0.3 }), encoder: { hidden: [5], dropout: 0.2 } },
  ],
];

onBackends('steps on cells by compressed rows', () => {
  test.each(cases)('%s: the same losses and weights', async (_, options) => {
    const bench = benchOf([reconstruction(), batchClassifier(), contrastive()], options);
    const { run } = bench;
    const start = await capture(run);
    const train = async (set: TrainingSet): Promise<number[]> => {
      await restore(run, start, 0);
      const stepper = eagerStepper(run, set);
      const losses: number[] = [];
      for (let step = 0; step < 3; step++) {
        const row = (await stepper.step(0, rows, { epoch: 0, epochs: 1, step, steps: 3 })) as tf.Tensor1D;
        losses.push(...row.dataSync());
        row.dispose();
      }
      return [...losses, ...(await capture(run)).variables.flatMap((values) => [...values])];
    };
    const before = tf.memory().numTensors;
    const wanted = await train(dense);
    expect(relativeDistance(await train(sparse), wanted)).toBeLessThan(1e-5);
    expect(tf.memory().numTensors).toBe(before);
    bench.dispose();
  });
});
