import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ensureBackend } from '../../src/backend/ensureBackend.js';
import { labels } from '../../src/io/columnByName.js';
import { simulateCells } from '../../src/simulate/simulateCells.js';
import { Biolord } from '../../src/systems/biolord/Biolord.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { MichiGan } from '../../src/systems/michiGan/MichiGan.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { Scidrl } from '../../src/systems/scidrl/Scidrl.js';

const sizes = { cells: 60, genes: 12, batches: 2, types: 2, conditions: 2 };
const { x, obs } = simulateCells({ ...sizes, seed: 'faults of systems' });
const [batch, condition] = [labels(obs, 'batch'), labels(obs, 'condition')];
/** So large that the weights overflow within a few steps. */
const learningRate = 1e37;
const small = { hidden: [8] };
const layers = { encoder: small, decoder: small, generator: small, critic: small };

/** Trains each system; its phases have several terms, and several of them move different networks. */
const fits: Record<string, (plan: object) => Promise<{ dispose(): void }>> = {
  Biolord: (plan) =>
    new Biolord({ attributes: { condition: 'categories' }, encoder: [8], decoder: [8], learningRate }).fit(
      x,
      { condition, batch },
      plan,
    ),
  Drvi: (plan) => new Drvi({ latent: 4, encoder: [8], decoder: [8], learningRate }).fit(x, { batch }, plan),
  MichiGan: (plan) =>
    new MichiGan({ latent: 2, noise: 3, layers, learningRate: { encoder: learningRate } }).fit(x, {}, plan),
  ScDisInFact: (plan) =>
    new ScDisInFact({ conditions: ['condition'], hidden: 8, learningRate }).fit(
      x,
      { condition, batch },
      plan,
    ),
  Scidrl: (plan) => new Scidrl({ hidden: 8, bio: 3, learningRate }).fit(x, { batch }, plan),
};

test.each(
  Object.keys(fits).flatMap(
    (name) =>
      [
        [name, false],
        [name, true],
      ] as const,
  ),
)('%s, compiled: %s: a fault is one error with a place, and leaves no tensor', async (name, compile) => {
  await ensureBackend();
  const before = tf.memory().numTensors;
  const plan = { epochs: 4, batchSize: 10, compile, onWarning: () => {} };
  const error = await fits[name]!(plan).then(
    () => expect.unreachable('the fit went well'),
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: 'ZBIO_BAD_NUMBERS' });
  expect(error.message).toMatch(/^fit: .* at step \d+ of epoch \d\. /);
  expect(error.message).toMatch(/Most extreme values of its \d+ cells: /);
  expect(tf.memory().numTensors).toBe(before);
});
