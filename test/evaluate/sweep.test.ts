import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import { useBackend } from '../../src/backend/useBackend.js';
import { sweep } from '../../src/evaluate/sweep.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch, type } = syntheticCells({ cells: 260, genes: 30 });
const model = (weight: number) => ({
  terms: defaultTerms({ batchDependenceRbf: weight, batchDependenceLinear: 0 }),
});
const base = { x, batch, labels: type, model, cells: 200, fit: { epochs: 10, batchSize: 64 } };

test('one point per value, the knee among them, no tensor left', async () => {
  await useBackend('wasm');
  const before = tf.memory().numTensors;
  const seen: number[] = [];
  const { points, knee } = await sweep({ ...base, onPoint: ({ value }) => void seen.push(value) }, [0, 300]);
  expect(seen).toEqual([0, 300]);
  expect(points.map(({ value }) => value)).toEqual([0, 300]);
  for (const { batchCorrection, bioConservation, total } of points) {
    expect(total).toBeCloseTo(0.6 * bioConservation + 0.4 * batchCorrection, 6);
  }
  expect(points).toContainEqual(knee);
  expect(knee.frontier).toBe(true);
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed draws the same cells', async () => {
  const once = await sweep(base, [100]);
  const again = await sweep(base, [100]);
  expect(again.points[0]!.total).toBe(once.points[0]!.total);
});

test('an abort rejects with its reason; finished points have been passed on', async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const onPoint = ({ value }: { value: number }) => {
    seen.push(value);
    controller.abort(new Error('enough'));
  };
  await expect(sweep({ ...base, signal: controller.signal, onPoint }, [1, 2, 3])).rejects.toThrow('enough');
  expect(seen).toEqual([1]);
});

test('bad input is named', async () => {
  await expect(sweep(base, [])).rejects.toThrow(/sweep: grid: expected at least one value/);
  await expect(sweep({ ...base, labels: type.slice(1) }, [1])).rejects.toThrow(/sweep: labels: expected 260/);
  const one = batch.map(() => 'one');
  await expect(sweep({ ...base, batch: one }, [1])).rejects.toThrow(
    /sweep: batch of the drawn cells: expected at least two/,
  );
  await expect(sweep({ ...base, labels: one }, [1])).rejects.toThrow(
    /sweep: labels of the drawn cells: expected at least two/,
  );
  await expect(sweep({ ...base, cells: 10 }, [1])).rejects.toThrow(
    /sweep: cells: expected a whole number >= 90/,
  );
  await expect(sweep({ ...base, modell: model } as never, [1])).rejects.toThrow(/Did you mean 'model'/);
});
