import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Mode } from '../../../src/nn/network.js';
import { createRng } from '../../../src/random/rng.js';
import { correctScidrl } from '../../../src/systems/scidrl/correctScidrl.js';
import { resolveScidrlOptions } from '../../../src/systems/scidrl/scidrlOptions.js';
import { assembleScidrl, type ScidrlAssembly } from '../../../src/systems/scidrl/scidrlPhases.js';
import { stepAt } from '../../../src/train/step.js';
import { onBackends } from '../../helpers/backends.js';
import { fillWithWaves, type ScidrlCase, scidrlCases, sizes, wave } from './reference.js';

const progress = { epoch: 0, epochs: 1, step: 0, steps: 1 };
const inference: Mode = { training: false, rng: createRng(0) };

function assembled({ batches, gamma, factor }: ScidrlCase): ScidrlAssembly {
  const { noise, bio, genes } = sizes;
  const names = Array.from({ length: batches }, (_, i) => String(i));
  const shape = { cells: 6, genes, batches: names, covariates: {}, rng: createRng(1) };
  const options = resolveScidrlOptions({ noise, bio, classifierWeight: gamma, reversal: factor });
  const assembly = assembleScidrl(shape, options);
  for (const network of Object.values(assembly.networks)) fillWithWaves(network);
  return assembly;
}

/** Uniform numbers with which dropout keeps just what it kept in the reference. */
function keeping(kept: number[][]): Mode {
  const uniform = () => tf.tidy(() => tf.sub(1, tf.tensor2d(kept)) as tf.Tensor2D);
  return { training: true, rng: { ...createRng(0), recorded: { normal: uniform, uniform } } };
}

function minibatchOf({ x, codes, batches }: ScidrlCase) {
  return { x: tf.tensor2d(x), batch: tf.oneHot(codes, batches) as tf.Tensor2D, covariates: {} };
}

/** Losses by name, and the weighted sum. Call inside `tf.tidy`. */
function lossesOf(
  { phases }: ScidrlAssembly,
  one: ScidrlCase,
): { losses: Record<string, tf.Scalar>; total: tf.Scalar } {
  const { forward, terms } = phases[0]!;
  const pass = forward(minibatchOf(one), stepAt(progress, keeping(one.kept)));
  const losses = terms.map(({ name, loss }) => [name, loss(pass as never, [])] as const);
  const weighted = losses.map(([, loss], i) => loss.mul((terms[i]!.weight as number | undefined) ?? 1));
  return { losses: Object.fromEntries(losses), total: tf.addN(weighted) as tf.Scalar };
}

const numberOf = (scalar: tf.Tensor): number => scalar.dataSync()[0]!;
const largestDifference = (a: tf.Tensor, b: number[][]): number => numberOf(a.sub(b).abs().max());

/** Runs `body` on the assembly of a case and frees it. */
function withAssembly(one: ScidrlCase, body: (assembly: ScidrlAssembly) => void): void {
  const assembly = assembled(one);
  tf.tidy(() => body(assembly));
  tf.dispose(Object.values(assembly.networks).flatMap(({ variables }) => [...variables]));
}

onBackends('SCIDRL, with the weights and the dropout of its own code', () => {
  it.each(scidrlCases)('$batches batches: each loss', (one) => {
    withAssembly(one, (assembly) => {
      const { losses, total } = lossesOf(assembly, one);
      expect(Object.keys(losses).sort()).toEqual(Object.keys(one.losses).sort());
      for (const [name, value] of Object.entries(one.losses)) {
        expect(numberOf(losses[name]!) / value, name).toBeCloseTo(1, 5);
      }
      expect(numberOf(total) / one.total).toBeCloseTo(1, 5);
    });
  });

  it.each(scidrlCases)('$batches batches: the gradient of every variable', (one) => {
    withAssembly(one, (assembly) => {
      const { grads } = tf.variableGrads(() => lossesOf(assembly, one).total);
      for (const [part, expected] of Object.entries(one.gradients)) {
        const { variables } = assembly.networks[part as keyof ScidrlCase['gradients']];
        const gradients = variables.filter(({ trainable }) => trainable).map(({ name }) => grads[name]!);
        expect(gradients).toHaveLength(expected.length);
        for (const [i, [norm, weighted]] of expected.entries()) {
          const gradient = gradients[i]!.flatten();
          const tolerance = 1e-4 * Math.max(1, norm);
          const sum = gradient.mul(tf.tensor1d(wave(gradient.size, 1, 1))).sum();
          expect(Math.abs(numberOf(gradient.norm()) - norm), `${part} ${i}`).toBeLessThan(tolerance);
          expect(Math.abs(numberOf(sum) - weighted), `${part} ${i}`).toBeLessThan(tolerance);
        }
      }
    });
  });

  it.each(scidrlCases)('$batches batches: embedding and both corrections', (one) => {
    withAssembly(one, (assembly) => {
      const input = { x: tf.tensor2d(one.x), covariates: {} };
      const { noise, bio } = assembly.encode(input, inference);
      expect(largestDifference(tf.concat([noise, bio], 1), one.embedding)).toBeLessThan(1e-5);
      const correct = (publishedBatchNorm: boolean): tf.Tensor =>
        correctScidrl(assembly, input, inference, { range: 'unit', publishedBatchNorm });
      expect(largestDifference(correct(false), one.corrected)).toBeLessThan(1e-5);
      expect(largestDifference(correct(true), one.publishedCorrected)).toBeLessThan(1e-5);
    });
  });
});
