import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { createEncoder, DisentangledAE, useBackend } from 'zbio';
import { syntheticCells } from '../helpers/cells.js';
import { testOfDefault } from '../helpers/testOfDefault.js';

const { x, batch } = syntheticCells({ cells: 40, genes: 6 });
const latent = { bio: 2, nio: 2 };

// Alone in its file: the order of the first tensors of a process is what it is about.
testOfDefault('a network made before the first fit does not hold the model on the cpu backend', async () => {
  const encoder = createEncoder({ genes: 6, latent });
  expect(tf.getBackend()).toBe('cpu');
  using model = new DisentangledAE({ encoder, latent });
  const { bio } = await model.fitTransform(x, batch, { epochs: 2, batchSize: 20 });
  expect(tf.getBackend()).toBe('wasm');
  expect(bio.data.every(Number.isFinite)).toBe(true);
  await useBackend('cpu');
  createEncoder({ genes: 6, latent });
  await model.transform(x);
  expect(tf.getBackend()).toBe('cpu');
});
