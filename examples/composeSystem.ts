// A system of one's own: biology, and two nuisances told apart. docs/systems/compose.md goes through it.
// Run: npm run compose
import * as tf from '@tensorflow/tfjs';
import {
  type Assembly,
  assemblyPhase,
  batchClassifierLoss,
  batchDependenceLoss,
  type Categories,
  createMlp,
  gradientReversal,
  knnAccuracy,
  labels,
  loadSystem,
  log1p,
  type Mode,
  normalizeTotal,
  reconstructionLoss,
  System,
  type SystemDefinition,
  type SystemOptions,
  type SystemShape,
  simulateCells,
  useBackend,
} from 'zbio';

// The system
const latent = { bio: 8, donor: 2, platform: 2 };
type Latent = keyof typeof latent;

/** A loss of each nuisance, added up. */
const both = (loss: (nuisance: 'donor' | 'platform') => tf.Scalar): tf.Scalar =>
  tf.add(loss('donor'), loss('platform'));

function build({ genes, batches, covariates, rng }: SystemShape): Assembly {
  const kinds = { donor: batches.length, platform: covariates['platform']!.size };
  const net = (name: string, inputs: number, outputs: number, hidden: number[] = []) =>
    createMlp({ inputs, outputs, hidden, rng: rng.stream(name) });
  const encoder = net('encoder', genes, 12, [64]);
  const decoder = net('decoder', 12, genes, [64]);
  const donor = net('donor', latent.donor, kinds.donor);
  const platform = net('platform', latent.platform, kinds.platform);
  const adversary = net('adversary', latent.bio, kinds.donor + kinds.platform, [32]);
  const encode = (x: tf.Tensor2D, mode: Mode): Record<Latent, tf.Tensor2D> => {
    const parts = tf.split<tf.Tensor2D>(encoder.apply(x, mode), Object.values(latent), 1);
    return { bio: parts[0]!, donor: parts[1]!, platform: parts[2]! };
  };
  const all = assemblyPhase({
    name: 'all',
    forward: ({ x, batch, covariates: known }, { mode }) => {
      const z = encode(x, mode);
      const guesses = adversary.apply(gradientReversal(z.bio, 1), mode);
      const [ofDonor, ofPlatform] = tf.split<tf.Tensor2D>(guesses, Object.values(kinds), 1);
      return {
        x,
        z,
        output: decoder.apply(tf.concat(Object.values(z), 1), mode),
        read: { donor: donor.apply(z.donor, mode), platform: platform.apply(z.platform, mode) },
        guessed: { donor: ofDonor!, platform: ofPlatform! },
        truth: { donor: batch, platform: known['platform']! },
      };
    },
    terms: [
      { name: 'reconstruction', weight: 0.01, loss: ({ x, output }) => reconstructionLoss(output, x) },
      { name: 'read', loss: ({ read, truth }) => both((of) => batchClassifierLoss(read[of], truth[of])) },
      {
        name: 'hide',
        loss: ({ guessed, truth }) => both((of) => batchClassifierLoss(guessed[of], truth[of])),
      },
      {
        name: 'mix',
        weight: 10,
        loss: ({ z, truth }) => both((of) => batchDependenceLoss(z.bio, truth[of])),
      },
    ],
    moves: ['encoder', 'decoder', 'donor', 'platform', 'adversary'],
    optimizer: { learningRate: 5e-3 },
  });
  return {
    networks: { encoder, decoder, donor, platform, adversary },
    phases: [all],
    latent,
    encode: ({ x }, mode) => encode(x, mode),
    error: ({ x }, { mode }) => reconstructionLoss(decoder.apply(encoder.apply(x, mode), mode), x),
  };
}

const twoNuisances: SystemDefinition<SystemOptions> = {
  kind: 'TwoNuisances',
  covariates: () => ({ platform: { kind: 'categories' } }),
  build,
};

class TwoNuisances extends System<SystemOptions, { platform: Categories }, Latent> {
  constructor(options: SystemOptions = {}) {
    super(twoNuisances, options);
  }

  static load(source: ArrayBuffer): Promise<TwoNuisances> {
    return loadSystem(twoNuisances, source, (options) => new TwoNuisances(options));
  }
}

// Cells to try it on: a simulated batch is the donor, a simulated condition the platform.
console.log(`two donors, two platforms, backend ${await useBackend()}`);
const adata = simulateCells({
  cells: 800,
  genes: 200,
  batches: 2,
  conditions: 2,
  batchEffect: 0.5,
  conditionEffect: 1,
  seed: 1,
});
const x = log1p(normalizeTotal(adata.x));
const truth = {
  donor: labels(adata.obs, 'batch'),
  platform: labels(adata.obs, 'condition'),
  type: labels(adata.obs, 'cell_type'),
};

using fitted = await new TwoNuisances({ seed: 1 }).fit(
  x,
  { batch: truth.donor, platform: truth.platform },
  { epochs: 50, batchSize: 64 },
);
using model = await TwoNuisances.load(await fitted.save());
const latents = await model.transform(x);
const rows: Record<string, Record<string, string>> = {};
for (const name of Object.keys(latent) as Latent[]) {
  rows[name] = {};
  for (const [of, known] of Object.entries(truth))
    rows[name][of] = (await knnAccuracy(latents[name], known)).accuracy.toFixed(2);
}
console.log('how often the 15 nearest neighbours in a latent tell ...');
console.table(rows);
