import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { rbfForms } from '../../../src/losses/rbf/rbfForms.js';
import { rbfKernel } from '../../../src/losses/rbf/rbfKernel.js';
import type { RbfOptions } from '../../../src/losses/rbf/rbfOptions.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance, valueAndGradient } from '../../helpers/gradient.js';
import { sample } from '../samples.js';

const X = sample(9, 3, 1);
const WEIGHTS = sample(9, 2, 2);
const OPTIONS: RbfOptions[] = [{}, { kernelMul: 3 }, { kernelNum: 1 }, { fixSigma: 2, kernelNum: 4 }];

onBackends('rbfForms', () => {
  it.each(OPTIONS)('has the value and gradient of the same forms of rbfKernel: %o', (options) => {
    const unlike = (forms: tf.Tensor): tf.Scalar => forms.mul(tf.tensor1d([1, -2])).sum();
    const direct = (x: tf.Tensor2D): tf.Scalar => {
      const [kernel, w] = [rbfKernel(x, undefined, options), tf.tensor2d(WEIGHTS)];
      return unlike(kernel.matMul(w).mul(w).sum(0));
    };
    const found = withoutLeak(() =>
      valueAndGradient((x) => unlike(rbfForms('test', x, tf.tensor2d(WEIGHTS), options)), X),
    );
    const expected = valueAndGradient(direct, X);
    expect(Math.abs(found.value - expected.value)).toBeLessThan(1e-5 * Math.abs(expected.value));
    expect(relativeDistance(found.gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  it('names the caller in its errors', () => {
    const forms = () => rbfForms('caller', tf.zeros([2, 2]), tf.zeros([2, 1]), { kernelNum: -1 });
    expect(forms).toThrow(/caller: kernelNum/);
  });
});
