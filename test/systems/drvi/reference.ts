import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../../../src/matrix/labels.js';
import type { Pooling } from '../../../src/nn/networks/additiveDecoder.js';
import { createRng } from '../../../src/random/rng.js';
import { type DrviLikelihood, resolveDrviOptions } from '../../../src/systems/drvi/drviOptions.js';
import { assembleDrvi, type DrviAssembly } from '../../../src/systems/drvi/drviPhases.js';
import { type Step, stepAt } from '../../../src/train/step.js';

type Weights = Record<'encoder' | 'decoder' | 'dispersion', (number[] | number[][])[]>;

/** One model of drvi-py on the cells of the file, at given weights and noise. */
export interface LossCase {
  likelihood: 'pnb' | 'nb' | 'poisson' | 'normal';
  pooling: 'logsumexp' | 'sum';
  weights: Weights;
  /** Of the total. */
  gradients: Weights;
  noise: number[][];
  mean: number[][];
  variance: number[][];
  pooled: number[][];
  reconstruction: number;
  kl: number;
  klWeight: number;
  total: number;
}

/** Its interpretation of these cells, at the weights of the `pnb` case of the same pooling. */
export interface InterpretationCase {
  pooling: 'logsumexp' | 'sum';
  dimensions: Record<'reconstruction_effect' | 'order' | 'min' | 'max' | 'mean' | 'std', number[]>;
  scores: Record<string, number[][]>;
}

/** Steps of drvi-py's optimizer from the weights of the first case, the KL divergence's weight rising from 0 to 1. */
export interface TrainingCase {
  /** [steps][cells][latent] */
  noise: number[][][];
  /** Weighted sum at each step. */
  totals: number[];
  /** Means of the posterior after the steps. [cells][latent] */
  mean: number[][];
}

/** What drvi.py has written. */
export const reference: {
  x: number[][];
  batch: string[];
  hidden: number[];
  latent: number;
  losses: LossCase[];
  training: TrainingCase;
  interpretation: InterpretationCase[];
} = JSON.parse(readFileSync(new URL('../../reference/systems/drvi.json', import.meta.url), 'utf8'));

/** Our names of the original's likelihoods and poolings. */
export const likelihoodNames: Record<LossCase['likelihood'], DrviLikelihood> = {
  pnb: 'negativeBinomial',
  nb: 'negativeBinomial',
  poisson: 'poisson',
  normal: 'normal',
};
export const poolingNames: Record<LossCase['pooling'], Pooling> = { logsumexp: 'logSumExp', sum: 'mean' };

const batches = ['b0', 'b1', 'b2'];

/** Variables in the order of the file's weights. */
export function variablesOf({ networks }: DrviAssembly): Record<keyof Weights, readonly tf.Variable[]> {
  const { encoder, decoder, spread } = networks;
  return {
    encoder: encoder.variables,
    decoder: decoder.variables,
    dispersion: spread?.variables ?? [],
  };
}

/** A step of a run of so many, in which the posterior's noise is the file's. */
export function stepWith(noise: number[][], step: number, steps: number): Step {
  const recorded = { normal: () => tf.tensor2d(noise), uniform: () => tf.tensor2d(noise) };
  const rng = { ...createRng(0), recorded };
  return stepAt({ epoch: step, epochs: steps, step, steps }, { training: true, rng });
}

/** Our model with the weights of a case. The caller disposes its variables. */
export function modelOf({ likelihood, pooling, weights }: LossCase): DrviAssembly {
  const { latent, hidden, x } = reference;
  const shape = { cells: x.length, genes: x[0]!.length, batches, covariates: {}, rng: createRng(0) };
  const options = resolveDrviOptions({
    latent,
    encoder: hidden,
    decoder: hidden,
    dropout: 0,
    likelihood: likelihoodNames[likelihood],
    pooling: poolingNames[pooling],
  });
  const assembly = assembleDrvi(shape, options);
  const variables = variablesOf(assembly);
  tf.tidy(() => {
    for (const name of ['encoder', 'decoder', 'dispersion'] as const)
      weights[name].forEach((values, i) => {
        variables[name][i]!.assign(tf.tensor(values));
      });
  });
  return assembly;
}

/** The file's cells, with their batch as a one-hot. */
export function minibatch(): { x: tf.Tensor2D; batch: tf.Tensor2D; covariates: Record<string, never> } {
  const codes = reference.batch.map((name) => batches.indexOf(name));
  const batch = tf.tensor2d(oneHotRows(codes, batches.length), [codes.length, batches.length]);
  return { x: tf.tensor2d(reference.x), batch, covariates: {} };
}
