// Your own system: biology and two separate nuisances. docs/systems/compose.md explains it.
// Run: npm run compose
import * as tf from '@tensorflow/tfjs';
import {
  batchClassifierLoss,
  type Categories,
  type LossTerm,
  labels,
  log1p,
  type Matrix,
  type MatrixLike,
  type Mode,
  normalizeTotal,
  reconstructionLoss,
  simulateCells,
  useBackend,
} from 'zbio';
import { batchDependenceLoss } from 'zbio/losses';
import { knnAccuracy } from 'zbio/metrics';
import { createMlp, gradientReversal } from 'zbio/nn';
import {
  type Assembly,
  assemblyPhase,
  loadSystem,
  mapCells,
  System,
  type SystemDefinition,
  type SystemOptions,
  type SystemShape,
} from 'zbio/train';

// The system
const latent = { bio: 8, donor: 2, platform: 2 };
type Latent = keyof typeof latent;
const nuisances = ['donor', 'platform'] as const;
type Nuisance = (typeof nuisances)[number];

/** The forward pass, as the terms read it. */
interface Pass {
  z: Record<Latent, tf.Tensor2D>;
  truth: Record<Nuisance, tf.Tensor2D>;
  /** Logits of a nuisance, predicted from its own latent. */
  read(of: Nuisance): tf.Tensor2D;
  /** Logits of the adversary, predicted from `bio`. */
  guess(of: Nuisance): tf.Tensor2D;
}

const termsOf = (of: Nuisance): LossTerm<Pass>[] => [
  { name: `${of} read`, loss: ({ read, truth }) => batchClassifierLoss(read(of), truth[of]) },
  { name: `${of} hidden`, loss: ({ guess, truth }) => batchClassifierLoss(guess(of), truth[of]) },
  { name: `${of} mixed`, weight: 10, loss: ({ z, truth }) => batchDependenceLoss(z.bio, truth[of]) },
];

/** The result of `build`: an assembly, and the part that the verb `clean` needs in addition. */
interface TwoNuisancesAssembly extends Assembly {
  /** x̂ from `bio` alone, the nuisances being 0. */
  clean(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
}

function build({ genes, batches, covariates, rng }: SystemShape): TwoNuisancesAssembly {
  const kinds = { donor: batches.length, platform: covariates['platform']!.size };
  const net = (name: string, inputs: number, outputs: number, hidden: number[] = []) =>
    createMlp({ inputs, outputs, hidden, rng: rng.stream(name) });
  const networks = {
    encoder: net('encoder', genes, 12, [64]),
    decoder: net('decoder', 12, genes, [64]),
    donorReader: net('donorReader', latent.donor, kinds.donor),
    donorAdversary: net('donorAdversary', latent.bio, kinds.donor, [32]),
    platformReader: net('platformReader', latent.platform, kinds.platform),
    platformAdversary: net('platformAdversary', latent.bio, kinds.platform, [32]),
  };
  const { encoder, decoder } = networks;
  const encode = (x: tf.Tensor2D, mode: Mode): Record<Latent, tf.Tensor2D> => {
    const parts = tf.split<tf.Tensor2D>(encoder.apply(x, mode), Object.values(latent), 1);
    return { bio: parts[0]!, donor: parts[1]!, platform: parts[2]! };
  };
  const clean = (x: tf.Tensor2D, mode: Mode): tf.Tensor2D => {
    const { bio, donor, platform } = encode(x, mode);
    return decoder.apply(tf.concat([bio, tf.zerosLike(donor), tf.zerosLike(platform)], 1), mode);
  };
  const all = assemblyPhase({
    name: 'all',
    forward: ({ x, batch, covariates }, { mode }) => {
      const z = encode(x, mode);
      const read = (of: Nuisance) => networks[`${of}Reader`].apply(z[of], mode);
      const guess = (of: Nuisance) => networks[`${of}Adversary`].apply(gradientReversal(z.bio, 1), mode);
      const output = decoder.apply(tf.concat(Object.values(z), 1), mode);
      return { x, z, output, read, guess, truth: { donor: batch, platform: covariates['platform']! } };
    },
    terms: [
      { name: 'reconstruction', weight: 0.01, loss: ({ x, output }) => reconstructionLoss(output, x) },
      ...nuisances.flatMap(termsOf),
    ],
    moves: Object.keys(networks),
    optimizer: { learningRate: 5e-3 },
  });
  const error: Assembly['error'] = ({ x }, { mode }) =>
    reconstructionLoss(decoder.apply(encoder.apply(x, mode), mode), x);
  const roles = { biology: 'bio', nuisance: 'donor' };
  return { networks, phases: [all], latent, roles, encode: ({ x }, mode) => encode(x, mode), error, clean };
}

const twoNuisances: SystemDefinition<SystemOptions, TwoNuisancesAssembly> = {
  kind: 'TwoNuisances',
  covariates: () => ({ batch: { kind: 'categories' }, platform: { kind: 'categories' } }),
  build,
};

interface Covariates {
  batch: Categories;
  platform: Categories;
}

class TwoNuisances extends System<SystemOptions, Covariates, Latent, TwoNuisancesAssembly> {
  constructor(options: SystemOptions = {}) {
    super(twoNuisances, options);
  }

  static load(source: ArrayBuffer): Promise<TwoNuisances> {
    return loadSystem(twoNuisances, source, (options) => new TwoNuisances(options));
  }

  /** The cells without donor and platform. [cells, genes] */
  clean(x: MatrixLike): Promise<Matrix> {
    return this.call('clean', async ({ assembly, genes }) => {
      const cells = await this.cells('clean', x, {}, {});
      return mapCells(cells, genes, ({ x }, mode) => assembly.clean(x, mode));
    });
  }
}

// Simulated cells: the batch stands for the donor, the condition for the platform.
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
const tables = { ...(await model.transform(x)), 'cleaned x': await model.clean(x) };
const rows: Record<string, Record<string, string>> = {};
for (const [name, table] of Object.entries(tables)) {
  rows[name] = {};
  for (const [of, column] of Object.entries(truth))
    rows[name][of] = (await knnAccuracy(table, column)).accuracy.toFixed(2);
}
console.log('accuracy with which the 15 nearest neighbours predict donor, platform and type');
console.table(rows);
