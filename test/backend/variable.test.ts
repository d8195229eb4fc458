import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { variable } from '../../src/backend/variable.js';

const source = fileURLToPath(new URL('../../src', import.meta.url));

test('is the only place that makes variables of tfjs', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(400);
  const making = files.filter((file) => readFileSync(join(source, file), 'utf8').includes('tf.variable('));
  expect(making).toEqual([join('backend', 'variable.ts')]);
});

test('holds its values, is trainable unless told otherwise, and leaves no other tensor behind', () => {
  const before = tf.memory().numTensors;
  const weights = variable<tf.Rank.R2>([1, 2], (shape) => tf.add(tf.ones(shape), 1));
  const constant = variable([], () => tf.scalar(3), { trainable: false });
  expect([...weights.dataSync()]).toEqual([2, 2]);
  expect([weights.trainable, constant.trainable]).toEqual([true, false]);
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([weights, constant]);
});
