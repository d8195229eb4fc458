import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { unitGradientPenalty } from '../../../src/losses/unitGradientPenalty.js';
import type { NormName } from '../../../src/nn/layers/normLayer.js';
import type { Network } from '../../../src/nn/network.js';
import { createMlp } from '../../../src/nn/networks/createMlp.js';
import { createProjectionCritic } from '../../../src/nn/networks/createProjectionCritic.js';
import { createRng } from '../../../src/random/rng.js';
import { criticActivations } from '../../../src/systems/michiGan/michiGanLayers.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { sample } from '../../losses/samples.js';

const [GENES, CODES, CELLS] = [4, 3, 6];
const norms: NormName[] = ['none', 'affine', 'layer', 'batch'];
const cases = criticActivations.flatMap((activation) => norms.map((norm) => ({ activation, norm })));

// Linear layers between batch norms leave the sum of the scores the same whatever the cells: no slope to speak of.
const sloping = cases.filter(({ activation, norm }) => activation !== 'linear' || norm !== 'batch');

/** The penalty of a critic at fixed cells and codes. */
function penaltyOf(critic: Network): () => tf.Scalar {
  const [x, codes] = [sample(CELLS, GENES, 1), sample(CELLS, CODES, 2)];
  const mode = { training: true, rng: createRng(1) };
  return () =>
    tf.tidy(() => {
      const y = tf.tensor2d(codes);
      return unitGradientPenalty((at) => critic.apply(tf.concat([at, y], 1), mode), tf.tensor2d(x));
    });
}

const numberOf = (loss: () => tf.Scalar): number => tf.tidy(() => loss().dataSync()[0]!);

/** One random number a parameter, end to end. */
const directionFor = (variables: readonly tf.Variable[], seed: number): Float32Array =>
  createRng(seed).normals(new Float32Array(variables.reduce((sum, { size }) => sum + size, 0)));

/** Slope along a direction in all parameters, by central differences. */
function numericSlope(
  loss: () => tf.Scalar,
  variables: readonly tf.Variable[],
  direction: Float32Array,
  // Small, so that no unit crosses relu's kink on the way, where the penalty jumps.
  step = 2e-4,
): number {
  const start = variables.map((variable) => variable.dataSync().slice());
  const at = (shift: number): number => {
    let used = 0;
    for (const [i, variable] of variables.entries()) {
      const moved = start[i]!.map((value) => value + shift * direction[used++]!);
      tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
    }
    return numberOf(loss);
  };
  const slope = (at(step) - at(-step)) / (2 * step);
  at(0);
  return slope;
}

function gradientOf(loss: () => tf.Scalar, variables: readonly tf.Variable[]): number[] {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, variables as tf.Variable[]);
    return variables.flatMap(({ name, size }) =>
      Array.from(grads[name]?.dataSync() ?? new Float32Array(size)),
    );
  });
}

/** Along several directions, since one slope may be right by chance. */
function expectRightGradient(critic: Network): void {
  const loss = penaltyOf(critic);
  const variables = critic.variables.filter(({ trainable }) => trainable);
  const gradient = gradientOf(loss, variables);
  const directions = [1, 2, 3, 4].map((seed) => directionFor(variables, seed));
  const numeric = directions.map((direction) => numericSlope(loss, variables, direction));
  const exact = directions.map((direction) => direction.reduce((sum, way, i) => sum + way * gradient[i]!, 0));
  tf.dispose([...critic.variables]);
  expect(relativeDistance(exact, numeric)).toBeLessThan(2e-2);
}

onBackends("the penalty's gradient in the critic's weights is that of finite differences", () => {
  it.each(cases)('projection critic of $activation, norm $norm', ({ activation, norm }) => {
    const rng = createRng(3);
    expectRightGradient(
      createProjectionCritic({ genes: GENES, codes: CODES, hidden: [5, 4], activation, norm, rng }),
    );
  });

  it.each(sloping)(
    'critic of cell and code side by side of $activation, norm $norm',
    ({ activation, norm }) => {
      const rng = createRng(6);
      expectRightGradient(
        createMlp({ inputs: GENES + CODES, outputs: 1, hidden: [5, 4], activation, norm, rng }),
      );
    },
  );
});
