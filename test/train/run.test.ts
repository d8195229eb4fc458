import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import { runEpoch } from '../../src/train/epochs/runEpoch.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import { capture, networksOf, type Run, restore } from '../../src/train/run.js';
import { eagerStepper } from '../../src/train/steppers/eagerStepper.js';
import { benchOf } from '../autoencoder/terms/termFixture.js';
import { onBackends } from '../helpers/backends.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 40, genes: 6, batches: 3 });
const codes = Int32Array.from(batch, (name) => Number(name.split(' ')[1]));
const set: TrainingSet = { x, batch: { categories: ['0', '1', '2'], codes } };
const rows = Int32Array.from({ length: 40 }, (_, i) => i);
const plan = { epochs: 9, batchSize: 10, dropLast: true, validation: 0 };

/** Trains for an epoch and returns the values of every variable, which cannot be equal by accident. */
async function train(run: Run): Promise<number[][]> {
  await runEpoch(run, eagerStepper(run, set), rows, plan);
  run.epoch++;
  return networksOf(run).flatMap(({ variables }) => variables.map((variable) => [...variable.dataSync()]));
}

onBackends('a snapshot', () => {
  test('restores variables, moments and streams: the same epochs follow to the bit, time after time', async () => {
    const bench = benchOf([reconstruction(), batchClassifier()]);
    const { run } = bench;
    await train(run);
    const before = tf.memory().numTensors;
    const snapshot = await capture(run);
    const saved = JSON.stringify(snapshot);
    const next = [await train(run), await train(run)];
    expect(next[0]).not.toEqual(next[1]);
    for (let time = 0; time < 2; time++) {
      await restore(run, snapshot, 0);
      expect(run.epoch).toBe(1);
      expect([await train(run), await train(run)]).toEqual(next);
    }
    // It is a copy: later steps don't change it, and it holds no tensor.
    expect(JSON.stringify(snapshot)).toBe(saved);
    expect(tf.memory().numTensors).toBe(before);
    bench.dispose();
  });

  test('networksOf: those of the model, then those of the terms, each once', () => {
    const bench = benchOf([reconstruction(), batchClassifier()]);
    const { model, phases } = bench.run;
    const { encoder, decoder, centroids } = bench.assembly.networks;
    const owned = [bench.networks(0)[0], bench.networks(1)[0]];
    expect(networksOf({ model, phases: [...phases, ...phases] })).toEqual([
      encoder,
      decoder,
      centroids,
      ...owned,
    ]);
    bench.dispose();
  });
});
