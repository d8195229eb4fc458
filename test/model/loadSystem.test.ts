import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { batchNetwork } from '../../src/autoencoder/terms/batchNetwork.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 8 });
const plan = { epochs: 2, batchSize: 20 };

/** A term that a file can't hold, with a network of its own. */
const own: LossTerm = {
  name: 'own',
  build: batchNetwork('bio', {}),
  loss: ({ latent, mode }, [network]) => network!.apply(latent.bio, mode).square().mean(),
};
const options = { terms: [...defaultTerms(), own], noise: () => 0.05 };

describe('a model that is loaded without its options', () => {
  let model: DisentangledAE;
  let bytes: ArrayBuffer;
  beforeAll(async () => {
    model = await new DisentangledAE(options).fit(x, batch, plan);
    bytes = await model.save();
    return () => model.dispose();
  });

  test('transforms, reconstructs and corrects to the bit', async () => {
    using bare = await DisentangledAE.load(bytes);
    expect(await bare.transform(x)).toEqual(await model.transform(x));
    expect(await bare.reconstruct(x, batch)).toEqual(await model.reconstruct(x, batch));
    expect(await bare.correct(x, { to: 'batch 1' })).toEqual(await model.correct(x, { to: 'batch 1' }));
    expect(bare.history).toEqual(model.history);
  });

  test('refuses to train, anew or on, and to be saved; says what to give to load', async () => {
    using bare = await DisentangledAE.load(bytes);
    const before = tf.memory().numTensors;
    const refused = /^fit: the file couldn't hold terms, noise\. .*load\(file, { terms, noise }\)\.$/;
    await expect(bare.fit(x, batch, plan)).rejects.toThrow(refused);
    await expect(bare.fit(x, batch, { resume: true })).rejects.toThrow(refused);
    await expect(bare.save()).rejects.toThrow(
      /^save: the model was loaded without terms, noise, .*give load { terms, noise }\.$/,
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(await bare.transform(x)).toEqual(await model.transform(x));
  });

  test('half of the options are not enough; with all of them the file comes out to the byte', async () => {
    const { terms, noise } = options;
    using half = await DisentangledAE.load(bytes, { terms });
    await expect(half.save()).rejects.toThrow(/loaded without noise,/);
    using whole = await DisentangledAE.load(bytes, { terms, noise });
    expect(new Uint8Array(await whole.save())).toEqual(new Uint8Array(bytes));
    await whole.fit(x, batch, { epochs: 3, resume: true });
    expect(whole.history).toHaveLength(3);
  });
});
