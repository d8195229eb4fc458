import { expect, test } from 'vitest';
import { adversary } from '../../../src/autoencoder/terms/adversary.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { benchOf, gradientIn, training } from './termFixture.js';

/** The gradients that an adversary of this factor gives to the encoder and to its own classifier. */
function gradients(factor: number | (() => number)): { encoder: number[]; classifier: number[] } {
  const bench = benchOf([adversary({ factor })]);
  const loss = () => bench.loss(bench.pass(training()));
  const found = {
    encoder: gradientIn(bench.assembly.model.encoder, loss),
    classifier: gradientIn(bench.networks()[0]!, loss),
  };
  bench.dispose();
  return found;
}

onBackends('adversary', () => {
  test("reverses the encoder's gradient, times the factor, and leaves the classifier's unchanged", () => {
    // A factor of -1 undoes the reversal: the gradient of an ordinary classifier on z_bio.
    const plain = gradients(-1);
    const reversed = gradients(2.5);
    const times = (by: number) => plain.encoder.map((value) => value * by);
    expect(plain.encoder.some((value) => Math.abs(value) > 1e-4)).toBe(true);
    expect(relativeDistance(reversed.encoder, times(-2.5))).toBeLessThan(1e-5);
    expect(reversed.classifier).toEqual(plain.classifier);
    expect(gradients(0).encoder.every((value) => value === 0)).toBe(true);
  });

  test('the factor may be a schedule', () => {
    expect(gradients(() => 2.5)).toEqual(gradients(2.5));
  });
});
