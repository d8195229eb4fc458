// Checked by `npm run types`, never run: what must compile, and what must not.
import * as tf from '@tensorflow/tfjs';
import {
  createEncoder,
  DisentangledAE,
  defaultTerms,
  disentangle,
  type EpochRecord,
  type ForwardPass,
  hsic,
  type Latents,
  type LossTerm,
  type Matrix,
  type ModelShape,
  type Network,
  type Schedule,
  warmUp,
} from 'zbio';
import { adversary, batchClassifier, reconstruction } from 'zbio/autoencoder';
import { createMlp } from 'zbio/nn';

declare const x: Matrix;
declare const batch: string[];

// A loss of one's own is a name and a function, in a list with ours.
const sparse: LossTerm = { name: 'sparse', weight: 0.01, loss: (pass) => pass.latent.bio.abs().mean() };
const withNetwork: LossTerm = {
  name: 'probe',
  build: ({ latent, genes, rng }: ModelShape) => [createMlp({ inputs: latent.bio, outputs: genes, rng })],
  loss: (pass: ForwardPass, [net]: readonly Network[]) =>
    net!.apply(pass.latent.bio, pass.mode).square().mean(),
  inactive: ({ batches }) => (batches < 2 ? 'one batch' : undefined),
};
new DisentangledAE({ terms: [...defaultTerms(), sparse, withNetwork] });

// @ts-expect-error a loss must be synchronous
const late: LossTerm = { name: 'late', loss: async () => tf.scalar(0) };
// @ts-expect-error a term needs a name
const nameless: LossTerm = { loss: () => tf.scalar(0) };

// Wherever a number is taken, a schedule may be given.
const schedule: Schedule = ({ epoch, epochs }) => epoch / epochs;
adversary({ factor: schedule, weight: warmUp({ epochs: 0.1, to: schedule }) });
new DisentangledAE({ noise: schedule, optimizer: { learningRate: schedule } });
disentangle({ measure: (zBio, zNio) => hsic(zBio, zNio, { kernel: 'linear' }), name: 'cka' });

// Parts: hidden layers, a network, a layers model, a function of the sizes.
const network: Network = {
  variables: [],
  apply: (cells) => cells.clone(),
  toConfig: () => ({ kind: 'mine' }),
};
new DisentangledAE({ encoder: network, decoder: tf.sequential(), latent: { bio: 4, nio: { size: 2 } } });
new DisentangledAE({ encoder: ({ genes }) => createEncoder({ genes }), decoder: { batchInto: 'every' } });
new DisentangledAE({ optimizer: () => tf.train.sgd(0.1) });

// Misspelt names and wrong kinds don't compile.
// @ts-expect-error unknown preset
new DisentangledAE({ preset: 'specifed' });
// @ts-expect-error unknown option
new DisentangledAE({ latnt: {} });
// @ts-expect-error unknown block
batchClassifier({ on: 'boi' });
// @ts-expect-error unknown measure
reconstruction({ measure: 'l2' });
// @ts-expect-error a list is needed
createMlp({ inputs: 3, outputs: 2, hidden: 128 });
// @ts-expect-error sizes are needed
createEncoder({});

// What comes back.
export async function results(model: DisentangledAE): Promise<[Matrix, Matrix, number, ArrayBuffer]> {
  using fitted: DisentangledAE = await model.fit(x, batch, {
    onEpoch: ({ total }: EpochRecord) => void total,
  });
  for await (const { epoch, terms } of fitted.fitEpochs(x, batch)) void [epoch, terms['klBio']];
  const { bio }: Latents = await fitted.transform(x);
  const last = fitted.history.at(-1)?.validation?.error ?? 0;
  // @ts-expect-error the history is read-only
  fitted.history.push();
  return [bio, await fitted.correct(x, { to: 'a' }), last, await fitted.save()];
}

export { late, nameless };
