import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DrviAssembly } from '../../../src/systems/drvi/drviPhases.js';
import { type AdamOptions, adam } from '../../../src/train/optimizers/adam.js';
import { createPhase, type Phase } from '../../../src/train/phase.js';
import { gradients } from '../../../src/train/steppers/gradients.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { minibatch, modelOf, reference, stepWith, variablesOf } from './reference.js';

function phaseOf(model: DrviAssembly): Phase {
  const { name, forward, terms, optimizer } = model.phases[0]!;
  const variables = Object.values(variablesOf(model)).flat();
  const bound = terms.map((term) => ({ term, networks: [] }));
  return createPhase({
    name,
    forward,
    terms: bound,
    variables,
    optimizer: adam(variables, optimizer as AdamOptions),
  });
}

/** Does one step; what the total was before it. */
function train(phase: Phase, noise: number[][], step: number): number {
  return tf.tidy(() => {
    const now = stepWith(noise, step, reference.training.noise.length);
    const { row, gradients: found } = gradients(phase, minibatch(), now, [true, true]);
    phase.optimizer.step(found, now.progress);
    const [total] = row.dataSync();
    row.dispose();
    return total!;
  });
}

onBackends('Drvi against drvi-py', () => {
  test('training steps from the same weights, with the same noise', () => {
    const { noise, totals, mean } = reference.training;
    const model = modelOf(reference.losses[0]!);
    const phase = phaseOf(model);
    const found = noise.map((values, step) => train(phase, values, step));
    expect(relativeDistance(found, totals)).toBeLessThan(1e-5);
    const inference = { ...stepWith(noise[0]!, 0, 1).mode, training: false };
    const after = tf.tidy(() => model.model.posterior(minibatch().x, inference).mean.dataSync());
    expect(relativeDistance(after, mean.flat())).toBeLessThan(1e-4);
    phase.optimizer.dispose();
    tf.dispose([...phase.variables]);
  });
});
