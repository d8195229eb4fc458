import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { type BuiltSystem, buildSystem, disposeSystem } from '../../../src/model/buildRun.js';
import type { SystemDefinition } from '../../../src/model/definition.js';
import { inference } from '../../../src/model/map/inferenceMode.js';
import { recipeOf } from '../../../src/model/systemRecipe.js';
import type { Network } from '../../../src/nn/network.js';
import { createRng, type Rng } from '../../../src/random/rng.js';
import { posterior } from '../../../src/systems/michiGan/michiGanNetworks.js';
import {
  type MichiGanOptions,
  type ResolvedMichiGanOptions,
  resolveMichiGanOptions,
} from '../../../src/systems/michiGan/michiGanOptions.js';
import { assembleMichiGan } from '../../../src/systems/michiGan/michiGanPhases.js';
import type { Phase } from '../../../src/train/phase.js';
import { type Step, stepAt } from '../../../src/train/step.js';
import { gradients } from '../../../src/train/steppers/gradients.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';

type Table = number[][];

/** A variable of theirs. */
interface Weights {
  name: string;
  shape: number[];
  values: number[];
}

interface EncoderCase extends Record<'mean' | 'std' | 'z', Table> {
  training: boolean;
  weights: Record<'encoder' | 'decoder', Weights[]>;
  reconstruction: number;
  kl: number;
  totalCorrelation: number;
  total: number;
  encoderGradients: Record<string, Table | number[]>;
  decoderGradients: Record<string, Table | number[]>;
}

interface GanCase extends Record<'codes' | 'noise', Table> {
  training: boolean;
  projection: boolean;
  weights: Record<string, Weights[]>;
  mixing: number;
  gradientPenalty: number;
  critic: number;
  generator: number;
  criticGradients: Record<string, Table | number[]>;
  generatorGradients: Record<string, Table | number[]>;
}

const file = new URL('../../reference/systems/michigan.json', import.meta.url);
const { cells, x, encoder, gan, steps } = JSON.parse(readFileSync(file, 'utf8')) as {
  cells: number;
  x: Table;
  encoder: EncoderCase[];
  gan: GanCase[];
  steps: Pick<EncoderCase, 'weights'> & { noise: Table[]; totals: number[] };
};

const published: MichiGanOptions = {
  latent: 3,
  noise: 4,
  beta: 7,
  alpha: 1.3,
  layers: {
    encoder: { hidden: [8, 6], activation: ['leakyRelu', 'relu'], dropout: 0 },
    decoder: { hidden: [6, 8], dropout: 0 },
    generator: { hidden: [6, 8, 5], activation: ['leakyRelu', 'leakyRelu', 'relu'], norm: 'batch' },
    critic: { hidden: [8, 6], norm: 'batch' },
  },
};

const definition: SystemDefinition<ResolvedMichiGanOptions> = {
  kind: 'MichiGan',
  covariates: () => ({ codes: { kind: 'values' } }),
  build: assembleMichiGan,
};

function built(options: MichiGanOptions): BuiltSystem {
  const sizes = { cells, genes: x[0]!.length, batches: ['all'], covariates: { codes: { size: 3 } } };
  return buildSystem(recipeOf(definition, resolveMichiGanOptions(options)), sizes);
}

// Their two heads are two layers, [hidden, codes] each; ours is one of twice the columns.
function joined(weights: readonly Weights[], heads: boolean): tf.Tensor[] {
  const all = weights.map(({ values, shape }) => tf.tensor(values, shape));
  if (!heads) return all;
  const [w1, b1, w2, b2] = all.slice(-4) as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];
  return [...all.slice(0, -4), tf.concat([w1, w2], 1), tf.concat([b1, b2])];
}

function setWeights(network: Pick<Network, 'variables'>, weights: readonly Weights[], heads = false): void {
  tf.tidy(() => {
    for (const [i, value] of joined(weights, heads).entries()) network.variables[i]!.assign(value);
  });
}

/** Gives what they drew, in the order in which it is asked for. */
function replaying(tables: Table[]): Rng {
  const next = () => tf.tensor2d(tables.shift()!);
  return { ...createRng(1), recorded: { normal: next, uniform: next } };
}

function stepOf(epoch: number, training: boolean, drawn: Table[]): Step {
  return stepAt({ epoch, epochs: 10, step: epoch, steps: 10 }, { training, rng: replaying(drawn) });
}

/** Losses and gradients of a phase at the cells of the file. Inside `tf.tidy`. */
function computed(phase: Phase, step: Step, codes?: Table): ReturnType<typeof gradients> {
  const covariates: Record<string, tf.Tensor2D> = codes ? { codes: tf.tensor2d(codes) } : {};
  const minibatch = { x: tf.tensor2d(x), batch: tf.ones<tf.Rank.R2>([x.length, 1]), covariates };
  const active = phase.terms.map(() => true);
  return gradients(phase, minibatch, step, active);
}

/** Losses by term, and all gradients of one phase end to end. */
function played({ run }: BuiltSystem, name: string, step: Step, codes?: Table) {
  const phase = run.phases.find((one) => one.name === name)!;
  return tf.tidy(() => {
    const { row, gradients: found } = computed(phase, step, codes);
    const [total, ...losses] = row.dataSync();
    row.dispose();
    const named = phase.terms.map(({ term }, i) => [term.name, losses[i]!] as const);
    const flat = found.flatMap((gradient) => (gradient ? [...gradient.dataSync()] : []));
    return { total: total!, losses: Object.fromEntries(named) as Record<string, number>, flat };
  });
}

const flatten = (gradients: Record<string, Table | number[]>): number[] => Object.values(gradients).flat(2);

// Ours has both heads in one layer, [hidden, 2 codes].
function inOurOrder(gradients: Record<string, Table | number[]>): number[] {
  const all = Object.values(gradients);
  const [w1, b1, w2, b2] = all.slice(-4) as [Table, number[], Table, number[]];
  return [...all.slice(0, -4), w1.map((row, i) => [...row, ...w2[i]!]), b1, b2].flat(2) as number[];
}

const close = (received: number, expected: number) =>
  expect(Math.abs(received - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));

onBackends("MichiGan with the original's weights", () => {
  const [training, atRest] = encoder as [EncoderCase, EncoderCase];

  function stageA({ weights }: Pick<EncoderCase, 'weights'>): BuiltSystem {
    const system = built(published);
    const { encoder, decoder } = system.assembly.networks;
    setWeights(encoder!, weights.encoder, true);
    setWeights(decoder!, weights.decoder);
    return system;
  }

  it('has the losses and gradients of its stage A', () => {
    const { mean, std, z } = training;
    const system = stageA(training);
    const drawn = z.map((row, i) => row.map((value, d) => (value - mean[i]![d]!) / std[i]![d]!));
    const received = played(system, 'autoencoder', stepOf(0, true, [drawn]));
    close(received.losses['reconstruction']!, training.reconstruction);
    close(received.losses['kl']!, training.kl);
    close(received.losses['totalCorrelation']!, training.totalCorrelation);
    close(received.total, training.total);
    const expected = [...inOurOrder(training.encoderGradients), ...flatten(training.decoderGradients)];
    expect(relativeDistance(received.flat, expected)).toBeLessThan(1e-5);
    disposeSystem(system);
  });

  it('goes on from there as its stage A does', () => {
    const system = stageA(steps);
    const phase = system.run.phases.find(({ name }) => name === 'autoencoder')!;
    const totals = steps.noise.map((noise) =>
      tf.tidy(() => {
        const step = stepOf(0, true, [noise]);
        const { row, gradients: found } = computed(phase, step);
        phase.optimizer.step(found, step.progress);
        return row.dataSync()[0]!;
      }),
    );
    for (const [i, total] of totals.entries()) close(total, steps.totals[i]!);
    disposeSystem(system);
  });

  it('has its posteriors once it stands still', () => {
    const system = stageA(atRest);
    const [mean, deviation] = tf.tidy(() => {
      const q = posterior(system.assembly.networks['encoder'] as Network, tf.tensor2d(x), inference);
      return [q.mean.dataSync(), q.logVariance.mul(0.5).exp().dataSync()];
    });
    expect(relativeDistance(mean!, atRest.mean.flat())).toBeLessThan(1e-5);
    expect(relativeDistance(deviation!, atRest.std.flat())).toBeLessThan(1e-5);
    disposeSystem(system);
  });

  it.each(gan)(
    'has the losses and gradients of its stage B: batch norm in training $training, projection $projection',
    (one) => {
      const concatenated = {
        ...published.layers,
        critic: { hidden: [8, 6, 3], norm: 'batch', activation: ['leakyRelu', 'leakyRelu', 'relu'] },
      } as const;
      const { projection } = one;
      const system = built({
        ...published,
        codes: 'given',
        projection,
        layers: projection ? published.layers! : concatenated,
      });
      const { generator, critic } = system.assembly.networks;
      setWeights(generator!, one.weights['generator']!);
      setWeights(critic!, one.weights[projection ? 'discriminatorPCGAN' : 'discriminatorCGAN']!);
      const ofCritic = played(
        system,
        'critic',
        stepOf(9, one.training, [one.noise, [[one.mixing]]]),
        one.codes,
      );
      close(ofCritic.losses['gradientPenalty']!, one.gradientPenalty);
      close(ofCritic.total, one.critic);
      // While batch norm trains their gradient isn't that of their loss: TensorFlow's moments stop part of it, which only
      // a second derivative can tell. Ours is held against finite differences in criticGradient.test.ts.
      if (!one.training)
        expect(relativeDistance(ofCritic.flat, flatten(one.criticGradients))).toBeLessThan(1e-4);
      setWeights(critic!, one.weights[projection ? 'discriminatorPCGAN' : 'discriminatorCGAN']!);
      const ofGenerator = played(system, 'generator', stepOf(9, one.training, [one.noise]), one.codes);
      close(ofGenerator.total, one.generator);
      expect(relativeDistance(ofGenerator.flat, flatten(one.generatorGradients))).toBeLessThan(1e-4);
      disposeSystem(system);
    },
  );
});
