import * as tf from '@tensorflow/tfjs';
import { describe, expect, test, vi } from 'vitest';
import { ensureBackend } from '../../src/backend/ensureBackend.js';
import { labels } from '../../src/io/columnByName.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { toDense } from '../../src/matrix/toDense.js';
import type { CellOptions } from '../../src/model/map/cellOptions.js';
import { simulateCells } from '../../src/simulate/simulateCells.js';
import { Biolord } from '../../src/systems/biolord/Biolord.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { MichiGan } from '../../src/systems/michiGan/MichiGan.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { Scidrl } from '../../src/systems/scidrl/Scidrl.js';
import { relativeDistance } from '../helpers/gradient.js';

// More than a chunk of cells.
const adata = simulateCells({
  cells: 1100,
  genes: 20,
  batches: 2,
  types: 2,
  conditions: 2,
  seed: 'compiled calls',
});
const x = toDense(adata.x);
const [batch, condition] = [labels(adata.obs, 'batch'), labels(adata.obs, 'condition')];
const plan = { epochs: 1, batchSize: 256, compile: false } as const;

type Calls = Record<string, (options: CellOptions) => Promise<Matrix | Record<string, Matrix>>>;

/** What each system computes after fit, and its disposal. */
const systems: Record<string, () => Promise<[Calls, () => void]>> = {
  Biolord: async () => {
    const model = new Biolord({
      attributes: { condition: 'categories' },
      encoder: [8],
      decoder: [8],
      seed: 1,
    });
    await model.fit(x, { condition, batch }, plan);
    const to = { condition: 'condition 2' };
    const calls: Calls = {
      transform: (how) => model.transform(x, { condition, batch }, how),
      predict: (how) => model.predict(x, { condition, batch }, { to, ...how }),
    };
    return [calls, () => model.dispose()];
  },
  Drvi: async () => {
    const model = await new Drvi({ latent: 4, encoder: [8], decoder: [8], seed: 1 }).fit(x, { batch }, plan);
    const calls: Calls = {
      transform: (how) => model.transform(x, {}, how),
      reconstruct: (how) => model.reconstruct(x, { batch }, how),
      'correct to the mean': (how) => model.correct(x, how),
      'correct to a batch': (how) => model.correct(x, { to: 'batch 2', ...how }),
    };
    return [calls, () => model.dispose()];
  },
  MichiGan: async () => {
    const layers = {
      encoder: { hidden: [8] },
      decoder: { hidden: [8] },
      generator: { hidden: [8] },
      critic: { hidden: [8] },
    };
    const model = await new MichiGan({ latent: 2, noise: 3, layers, seed: 1 }).fit(
      x,
      {},
      { ...plan, epochs: 2 },
    );
    return [{ transform: (how) => model.transform(x, {}, how) }, () => model.dispose()];
  },
  ScDisInFact: async () => {
    const model = new ScDisInFact({ conditions: ['condition'], hidden: 8, seed: 1 });
    await model.fit(x, { condition, batch }, plan);
    const to = { condition: 'condition 2', batch: 'batch 1' };
    const calls: Calls = {
      transform: (how) => model.transform(x, { batch }, how),
      predict: (how) => model.predict(x, { condition, batch }, { to, ...how }),
    };
    return [calls, () => model.dispose()];
  },
  Scidrl: async () => {
    const model = await new Scidrl({ hidden: 8, bio: 3, seed: 1 }).fit(x, { batch }, plan);
    const calls: Calls = {
      transform: (how) => model.transform(x, {}, how),
      correct: (how) => model.correct(x, how),
      'correct as published': (how) => model.correct(x, { range: 'unit', publishedBatchNorm: true, ...how }),
    };
    return [calls, () => model.dispose()];
  },
};

const matrices = (result: Matrix | Record<string, Matrix>): Matrix[] =>
  'shape' in result ? [result as Matrix] : Object.values(result as Record<string, Matrix>);

describe('calls of systems, compiled', () => {
  test.each(Object.keys(systems))('%s: are what tfjs computes, and leave no tensor', async (name) => {
    await ensureBackend();
    const [calls, dispose] = await systems[name]!();
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const before = tf.memory().numTensors;
    for (const [call, run] of Object.entries(calls)) {
      const [compiled, plain] = [
        matrices(await run({ compile: true })),
        matrices(await run({ compile: false })),
      ];
      expect(compiled.length).toBeGreaterThan(0);
      compiled.forEach(({ data, shape }, i) => {
        expect(shape, call).toEqual(plain[i]!.shape);
        expect(relativeDistance(data, plain[i]!.data), call).toBeLessThan(1e-5);
      });
    }
    expect(said.mock.calls).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
    said.mockRestore();
    dispose();
  });
});
