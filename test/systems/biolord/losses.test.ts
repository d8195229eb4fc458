import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { useBackend } from '../../../src/backend/useBackend.js';
import { oneHotRows } from '../../../src/matrix/labels.js';
import { createRng } from '../../../src/random/rng.js';
import {
  type BiolordLikelihood,
  resolveBiolordOptions,
} from '../../../src/systems/biolord/biolordOptions.js';
import { assembleBiolord, type BiolordAssembly } from '../../../src/systems/biolord/biolordPhases.js';
import type { Minibatch } from '../../../src/train/minibatch.js';
import { type Step, stepAt } from '../../../src/train/step.js';
import { relativeDistance } from '../../helpers/gradient.js';

interface Values {
  shape: number[];
  data: number[];
}

/** A minibatch in biolord's own module, float64 (biolordLosses.py). */
interface Reference {
  likelihood: 'normal' | 'nb' | 'poisson';
  x: Values;
  rows: number[];
  condition: number[];
  dose: Values;
  networks: Record<string, Values[]>;
  mean: Values;
  reconstruction: number;
  unknown: number;
  gradients: Record<'codes' | 'attribute/condition', Values>;
}

const references: Reference[] = JSON.parse(
  readFileSync(new URL('../../reference/systems/biolordLosses.json', import.meta.url), 'utf8'),
);

const names: Record<Reference['likelihood'], BiolordLikelihood> = {
  normal: 'normal',
  nb: 'negativeBinomial',
  poisson: 'poisson',
};

function assembled({ likelihood, networks }: Reference): BiolordAssembly {
  const options = resolveBiolordOptions({
    attributes: { condition: 'categories', dose: 'values' },
    unknown: 3,
    category: 2,
    value: 4,
    attributeNetwork: [5],
    dropout: 0,
    decoder: [6, 6],
    likelihood: names[likelihood],
    noise: 0,
  });
  const covariates = { condition: { size: 3, categories: ['0', '1', '2'] }, dose: { size: 2 } };
  const assembly = assembleBiolord(
    { cells: 9, genes: 5, batches: ['all'], covariates, rng: createRng(1) },
    options,
  );
  for (const [name, values] of Object.entries(networks)) {
    const { variables } = assembly.networks[name]!;
    expect(
      variables.map(({ shape }) => shape),
      name,
    ).toEqual(values.map(({ shape }) => shape));
    values.forEach(({ data, shape }, i) => {
      tf.tidy(() => variables[i]!.assign(tf.tensor(data, shape)));
    });
  }
  return assembly;
}

const tensor = ({ data, shape }: Values): tf.Tensor2D => tf.tensor2d(data, shape as [number, number]);

const minibatchOf = ({ x, rows, condition, dose }: Reference): Minibatch => ({
  x: tensor(x),
  batch: tf.ones([rows.length, 1]),
  covariates: {
    condition: tf.tensor2d(oneHotRows(condition, 3), [rows.length, 3]),
    dose: tensor(dose),
  },
  rows: tf.tensor1d(rows, 'int32'),
});

/** The terms of the model's phase on the reference's minibatch, by name. Call inside `tf.tidy`. */
function losses(assembly: BiolordAssembly, reference: Reference): Record<string, tf.Scalar> {
  const step = stepAt({ epoch: 0, epochs: 1, step: 0, steps: 1 }, { training: true, rng: createRng(1) });
  const [{ forward, terms }] = assembly.phases as [(typeof assembly.phases)[number]];
  const pass = forward(minibatchOf(reference), step);
  const each = terms as readonly LossTerm<Step>[];
  return Object.fromEntries(each.map(({ name, loss }) => [name, loss(pass, [])]));
}

/** The original's reconstruction: ours, without the constant that PyTorch leaves out of the normal likelihood. */
function reconstruction(found: Record<string, tf.Scalar>, { likelihood }: Reference): tf.Scalar {
  const constant = likelihood === 'normal' ? 0.5 * Math.log(2 * Math.PI) : 0;
  return found['reconstruction']!.add(found['squaredError']!.mul(100)).sub(constant).asScalar();
}

beforeAll(() => useBackend('wasm'));

test.each(references)('losses of biolord 0.0.3, likelihood $likelihood', (reference) => {
  const assembly = assembled(reference);
  const [value, unknown] = tf.tidy(() => {
    const found = losses(assembly, reference);
    return [reconstruction(found, reference).dataSync()[0]!, found['unknown']!.dataSync()[0]!];
  });
  expect(Math.abs(value - reference.reconstruction) / Math.abs(reference.reconstruction)).toBeLessThan(1e-5);
  expect(Math.abs(unknown - reference.unknown) / reference.unknown).toBeLessThan(1e-5);
  tf.dispose(Object.values(assembly.networks).flatMap(({ variables }) => [...variables]));
});

test.each(references)('gradients in codes and categories, likelihood $likelihood', (reference) => {
  const assembly = assembled(reference);
  const learnt = ['codes', 'attribute/condition'] as const;
  const variables = learnt.map((name) => assembly.networks[name]!.variables[0]!);
  const gradients = tf.tidy(() => {
    const { grads } = tf.variableGrads(() => {
      const found = losses(assembly, reference);
      return reconstruction(found, reference).add(found['unknown']!.mul(10)).asScalar();
    }, variables);
    return variables.map(({ name }) => grads[name]!.dataSync());
  });
  learnt.forEach((name, i) => {
    expect(relativeDistance(gradients[i]!, reference.gradients[name].data), name).toBeLessThan(1e-4);
  });
  tf.dispose(Object.values(assembly.networks).flatMap(({ variables }) => [...variables]));
});
