import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import type { DrviAssembly, DrviPass } from '../../../src/systems/drvi/drviPhases.js';
import type { Step } from '../../../src/train/step.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { type LossCase, minibatch, modelOf, reference, stepWith, variablesOf } from './reference.js';

interface Losses {
  reconstruction: tf.Scalar;
  kl: tf.Scalar;
  pass: DrviPass;
}

function lossesOf({ phases }: DrviAssembly, { noise }: LossCase): Losses {
  const pass = phases[0]!.forward(minibatch(), stepWith(noise, 1, 2)) as unknown as DrviPass & Step;
  const terms = phases[0]!.terms as readonly LossTerm<DrviPass & Step>[];
  const [reconstruction, kl] = terms.map((term) => term.loss(pass, []));
  return { reconstruction: reconstruction!, kl: kl!, pass };
}

onBackends('Drvi against drvi-py', () => {
  const cases = reference.losses.map((one) => [`${one.likelihood}, ${one.pooling}`, one] as const);

  test.each(cases)('losses at the same weights and noise: %s', (_, one) => {
    const model = modelOf(one);
    tf.tidy(() => {
      const { reconstruction, kl, pass } = lossesOf(model, one);
      const close = (tensor: tf.Tensor, expected: number | number[][]): void => {
        expect(relativeDistance(tensor.dataSync(), [expected].flat(2))).toBeLessThan(1e-5);
      };
      close(pass.mean, one.mean);
      close(pass.logVariance.exp(), one.variance);
      close(pass.pooled, one.pooled);
      close(reconstruction, one.reconstruction);
      close(kl, one.kl);
      close(reconstruction.add(kl.mul(one.klWeight)), one.total);
    });
    tf.dispose(Object.values(variablesOf(model)).flat() as tf.Tensor[]);
  });

  test.each(cases)('gradients of all weights: %s', (_, one) => {
    const model = modelOf(one);
    const variables = variablesOf(model);
    tf.tidy(() => {
      const total = (): tf.Scalar => {
        const { reconstruction, kl } = lossesOf(model, one);
        return reconstruction.add(kl.mul(one.klWeight));
      };
      const { grads } = tf.variableGrads(total);
      for (const name of ['encoder', 'decoder', 'dispersion'] as const)
        variables[name].forEach((variable, i) => {
          const expected = one.gradients[name][i]!.flat();
          expect(relativeDistance(grads[variable.name]!.dataSync(), expected), `${name} ${i}`).toBeLessThan(
            1e-4,
          );
        });
    });
    tf.dispose(Object.values(variables).flat() as tf.Tensor[]);
  });
});
