import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { FitOptions } from '../../src/autoencoder/options.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { syntheticCells } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';

const { x, batch } = syntheticCells({ cells: 100, genes: 12 });
const options = { batchSize: 40, epochs: 3 };

async function fitted(more: FitOptions = {}, terms: LossTerm[] = []): Promise<DisentangledAE> {
  const model = new DisentangledAE({ seed: 1, terms: [...defaultTerms(), ...terms] });
  return model.fit(x, batch, { ...options, ...more });
}

const totals = ({ history }: DisentangledAE): number[] => history.map(({ total }) => total);

describe('fit, compile', () => {
  test('is automatic, and learns what tfjs learns', async () => {
    using auto = await fitted();
    using asked = await fitted({ compile: true });
    using never = await fitted({ compile: false });
    expect(totals(auto)).toEqual(totals(asked));
    expect(totals(auto)).not.toEqual(totals(never));
    // Later epochs differ more: rounding errors grow while the learning rate rises.
    expect(totals(auto)[0]! / totals(never)[0]!).toBeCloseTo(1, 4);
  });

  test('handles incomplete minibatches and held-out cells, and resumes from a file to the bit', async () => {
    const more = { dropLast: false, validation: 0.15 };
    using whole = await fitted(more);
    using half = new DisentangledAE({ seed: 1 });
    for await (const _ of half.fitEpochs(x, batch, { ...options, ...more })) break;
    using again = await DisentangledAE.load(await half.save());
    await again.fit(x, batch, { resume: true });
    expect(totals(again)).toEqual(totals(whole));
    expect((await again.transform(x)).bio).toEqual((await whole.transform(x)).bio);
  });

  test('warns once of what it cannot compile, and keeps training', async () => {
    const warnings: string[] = [];
    let seen = 0;
    const curious: LossTerm = {
      name: 'curious',
      loss: ({ latent }) => {
        seen += latent.bio.dataSync().length;
        return tf.scalar(0);
      },
    };
    const before = tf.memory().numTensors;
    {
      using model = await fitted({ compile: true, onWarning: (text) => warnings.push(text) }, [curious]);
      expect(totals(model).every(Number.isFinite)).toBe(true);
      expect(model.history).toHaveLength(3);
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^fit: not compiled\. term 'curious': .* Training goes on uncompiled\.$/);
    expect(seen).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('also warns when such a term only becomes active later, and loses nothing', async () => {
    const late: LossTerm = {
      name: 'late',
      weight: ({ step }) => (step < 3 ? 0 : 1e-3),
      loss: ({ latent }) => tf.scalar(latent.bio.dataSync().length),
    };
    const warnings: string[] = [];
    using model = await fitted({ onWarning: (text) => warnings.push(text) }, [late]);
    using without = await fitted({ compile: false });
    expect(warnings).toHaveLength(1);
    expect(model.history[1]!.terms['late']).toBe(400);
    expect(model.history[0]!.total / without.history[0]!.total).toBeCloseTo(1, 4);
  });

  test('trains a tf.LayersModel compiled', async () => {
    const encoder = tf.sequential({
      layers: [
        tf.layers.dense({ units: 16, inputShape: [12], activation: 'tanh' }),
        tf.layers.dense({ units: 36 }),
      ],
    });
    const warnings: string[] = [];
    const onWarning = (text: string) => warnings.push(text);
    const before = encoder.getWeights()[0]!.dataSync().slice();
    using model = new DisentangledAE({ encoder });
    await model.fit(x, batch, { ...options, compile: true, onWarning });
    expect(warnings).toEqual([]);
    expect(relativeDistance(encoder.getWeights()[0]!.dataSync(), before)).toBeGreaterThan(1e-3);
    encoder.dispose();
  });

  test.each([['yes'], [1], [null]])('refuses %o', async (compile) => {
    await expect(fitted({ compile: compile as never })).rejects.toThrow(
      /fit: compile: expected 'auto', true or false, received/,
    );
  });
});
