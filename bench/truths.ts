// The figures of docs/mathematics.md: how each part of the objective changes what the latents predict.
// Run: npm run bench:truths [-- --file cells.h5ad --batch column]
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import {
  DisentangledAE,
  type DisentangledAEOptions,
  defaultTerms,
  disentangle,
  hsic,
  type Latents,
  labels,
  log1p,
  normalizeTotal,
  readH5ad,
  useBackend,
  warmUp,
} from 'zbio';
import { batchClassifier, reconstruction } from 'zbio/autoencoder';
import { knnAccuracy } from 'zbio/metrics';
import { tableRow } from './lib/tableRow.js';

const { values } = parseArgs({
  options: {
    file: { type: 'string', default: 'examples/data/pbmc_3k_68k.h5ad' },
    batch: { type: 'string', default: 'batch' },
    seeds: { type: 'string', default: '1' },
  },
});

type Variant = Omit<DisentangledAEOptions, 'seed'>;
const specified = (weight: number, measure: 'mmd' | 'hsic' = 'mmd'): Variant => ({
  preset: 'specified',
  terms: [
    reconstruction({ measure: 'squared' }),
    batchClassifier(),
    ...(weight ? [disentangle({ measure, weight: warmUp({ epochs: 0.1, ramp: 0.1, to: weight }) })] : []),
  ],
});

const variants: Record<string, Variant> = {
  'specified, λ = 0': specified(0),
  'specified, λ = 1': specified(1),
  'specified, λ = 10': specified(10),
  'specified, λ = 100': specified(100),
  'specified, HSIC for MMD, λ = 100': specified(100, 'hsic'),
  default: {},
  'default, z_nio not detached': { latent: { nio: { detached: false } } },
  'default without D and A': {
    terms: defaultTerms({ batchDependenceRbf: 0, batchDependenceLinear: 0, batchDependenceLocal: 0 }),
  },
  'default without D': { terms: defaultTerms({ batchDependenceRbf: 0, batchDependenceLocal: 0 }) },
  'default without A': { terms: defaultTerms({ batchDependenceLinear: 0 }) },
  'default without KL on z_nio': { terms: defaultTerms({ klNio: 0 }) },
};

/** Normalised HSIC of the two latents on up to 1,000 evenly spaced cells. */
function dependence({ bio, nio }: Latents): number {
  const every = Math.max(1, Math.ceil(bio.shape[0] / 1000));
  return tf.tidy(() => {
    const some = ({ data, shape }: Latents['bio']) => {
      const rows = tf.tensor2d(data, shape);
      return tf.stridedSlice(rows, [0, 0], shape, [every, 1]) as tf.Tensor2D;
    };
    return hsic(some(bio), some(nio)).dataSync()[0]!;
  });
}

const adata = await readH5ad(values.file);
const x = log1p(normalizeTotal(adata.x));
const batch = labels(adata.obs, values.batch);
const cellType = labels(adata.obs, 'cell_type');
console.log(
  `${values.file}, batch := ${values.batch}, backend ${await useBackend()}, ${values.seeds} seed(s)\n`,
);
console.log(
  '| objective | batch from z_bio | type from z_bio | batch from z_nio | type from z_nio | HSIC(z_bio, z_nio) |',
);
console.log('| --- | --- | --- | --- | --- | --- |');

async function measure(variant: Variant, seed: number): Promise<number[]> {
  using model = new DisentangledAE({ ...variant, seed, input: 'asIs' });
  const latents = await model.fitTransform(x, batch);
  const accuracies = [];
  for (const z of [latents.bio, latents.nio]) {
    for (const names of [batch, cellType]) accuracies.push((await knnAccuracy(z, names)).balanced);
  }
  return [...accuracies, dependence(latents)];
}

for (const [name, variant] of Object.entries(variants)) {
  const runs: number[][] = [];
  for (let seed = 0; seed < Number(values.seeds); seed++) runs.push(await measure(variant, seed));
  const means = runs[0]!.map((_, i) => runs.reduce((sum, run) => sum + run[i]!, 0) / runs.length);
  console.log(tableRow([name, ...means.map((mean) => mean.toFixed(2))]));
}
const chance = [batch, cellType].map((names) => (1 / new Set(names).size).toFixed(2));
console.log(tableRow(['chance', ...chance, ...chance, '']));
