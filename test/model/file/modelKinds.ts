import * as tf from '@tensorflow/tfjs';
import { DisentangledAE } from '../../../src/autoencoder/DisentangledAE.js';
import type { SystemFitOptions } from '../../../src/model/fitOptions.js';
import { Biolord } from '../../../src/systems/biolord/Biolord.js';
import { Drvi } from '../../../src/systems/drvi/Drvi.js';
import { ScDisInFact } from '../../../src/systems/scDisInFact/ScDisInFact.js';
import { syntheticCounts } from '../../helpers/cells.js';

const { x, batch, type } = syntheticCounts({ cells: 30, genes: 5 });
const added = batch.map(() => 'added');
const few = { epochs: 2, batchSize: 10, compile: false } as const;

/** A class, a file of it, and the uses of what a changed file loads to. */
export interface ModelKind {
  /** The file of a model after all its epochs, or after some of them. */
  save(epochs?: number): Promise<ArrayBuffer>;
  /** Trains with a checkpoint at that path, from where it is, to the end or for some epochs. */
  keep(path: string, epochs?: number): Promise<void>;
  /** Loads a file and encodes cells. */
  use(file: ArrayBuffer): Promise<unknown>;
  /** Loads a file, trains on, and returns the file that is then saved. */
  resume(file: ArrayBuffer): Promise<ArrayBuffer>;
}

interface Trained extends Disposable {
  save(): Promise<ArrayBuffer>;
}

interface Parts<Model extends Trained> {
  make(): Model;
  load(file: ArrayBuffer): Promise<Model>;
  train(model: Model, options: Pick<SystemFitOptions, 'resume' | 'checkpoint'>): AsyncGenerator<unknown>;
  use(model: Model): unknown;
}

function kindOf<Model extends Trained>({ make, load, train, use }: Parts<Model>): ModelKind {
  return {
    save: async (epochs = Number.POSITIVE_INFINITY) => {
      using model = make();
      let done = 0;
      for await (const _ of train(model, {})) if (++done >= epochs) break;
      return await model.save();
    },
    keep: async (path, epochs = Number.POSITIVE_INFINITY) => {
      using model = make();
      let done = 0;
      for await (const _ of train(model, { checkpoint: { path }, resume: true })) if (++done >= epochs) break;
    },
    use: async (file) => {
      using model = await load(file);
      return await use(model);
    },
    resume: async (file) => {
      using model = await load(file);
      for await (const _ of train(model, { resume: true }));
      return await model.save();
    },
  };
}

/** Small models of several classes. */
export const modelKinds: Record<string, ModelKind> = {
  DisentangledAE: kindOf({
    make: () => new DisentangledAE({ encoder: { hidden: [4] }, decoder: { hidden: [4] }, seed: 1 }),
    load: (file) => DisentangledAE.load(file),
    train: (model, options) => {
      const genes = [...'abcde'];
      const described = { genes, preprocessing: { a: 1 }, validation: 0.2, earlyStopping: {} };
      return model.fitEpochs(x, batch, { ...few, ...described, ...options });
    },
    use: (model) => model.genes?.length === 5 && model.transform(x),
  }),
  'DisentangledAE with layers of tfjs': kindOf({
    make: () => {
      const encoder = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5], units: 4 })] });
      return new DisentangledAE({ preset: 'plain', encoder, latent: { bio: 2, nio: 2 } });
    },
    load: (file) => DisentangledAE.load(file),
    train: (model, options) => model.fitEpochs(x, batch, { ...few, ...options }),
    use: (model) => model.transform(x),
  }),
  'DisentangledAE with an added batch': {
    ...kindOf({
      make: () => new DisentangledAE({ encoder: { hidden: [4] }, decoder: { hidden: [4] }, seed: 1 }),
      load: (file) => DisentangledAE.load(file),
      train: (model, options) => model.fitEpochs(x, batch, { ...few, ...options }),
      use: async (model) => {
        await model.correct(x, { batch: added, to: 'added' });
        return model.transform(x, { batch: added });
      },
    }),
    save: async () => {
      using model = await new DisentangledAE({
        encoder: { hidden: [4] },
        decoder: { hidden: [4] },
        seed: 1,
      }).fit(x, batch, few);
      using extended = await model.extend(x, added, { compile: false, onWarning: () => {} });
      return await extended.save();
    },
  },
  Biolord: kindOf({
    make: () =>
      new Biolord({
        attributes: { type: 'categories' },
        unknown: 2,
        decoder: [4],
        encoder: [4],
        attributeNetwork: [2],
      }),
    load: (file) => Biolord.load(file),
    train: (model, options) => model.fitEpochs(x, { batch, type }, { ...few, ...options }),
    use: (model) => model.categories('type'),
  }),
  Drvi: kindOf({
    make: () => new Drvi({ latent: 2, encoder: [4], decoder: [4] }),
    load: (file) => Drvi.load(file),
    train: (model, options) => model.fitEpochs(x, { batch }, { ...few, ...options }),
    use: (model) => model.transform(x),
  }),
  ScDisInFact: kindOf({
    make: () => new ScDisInFact<string>({ conditions: ['type'], hidden: 4 }),
    load: (file) => ScDisInFact.load(file),
    train: (model, options) => model.fitEpochs(x, { batch, type }, { ...few, batchSize: 30, ...options }),
    use: (model) => model.transform(x, { batch }),
  }),
};
