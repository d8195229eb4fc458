import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Mode } from '../../../src/nn/network.js';
import { createProjectionCritic } from '../../../src/nn/networks/createProjectionCritic.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { sample } from '../../losses/samples.js';

const mode: Mode = { training: false, rng: createRng(1) };
const small = { genes: 4, codes: 2, hidden: [5] };
const X = sample(3, 4, 1);

const scores = (critic: ReturnType<typeof createProjectionCritic>, codes: number[][]): number[] =>
  tf.tidy(() => [...critic.apply(tf.concat([tf.tensor2d(X), tf.tensor2d(codes)], 1), mode).dataSync()]);

onBackends('createProjectionCritic', () => {
  it("is linear in the code: it adds the code's product with the features", () => {
    const critic = createProjectionCritic({ ...small, rng: createRng(2) });
    const at = (y: number[]) => scores(critic, [y, y, y]);
    const [none, first, second, both] = [at([0, 0]), at([1, 0]), at([0, 1]), at([2, -3])];
    for (const cell of [0, 1, 2]) {
      const features = [first[cell]! - none[cell]!, second[cell]! - none[cell]!];
      // The features went through a ReLU.
      expect(Math.min(...features)).toBeGreaterThanOrEqual(-1e-6);
      expect(both[cell]!).toBeCloseTo(none[cell]! + 2 * features[0]! - 3 * features[1]!, 5);
    }
    tf.dispose([...critic.variables]);
  });

  it.each([
    ['none', 6],
    ['layer', 10],
    ['batch', 14],
  ] as const)('has its variables in order and leaves no tensors behind: norm %s', (norm, count) => {
    const critic = createProjectionCritic({ ...small, norm, rng: createRng(2) });
    expect(critic.variables.length).toBe(count);
    withoutLeak(() =>
      scores(critic, [
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    );
    tf.dispose([...critic.variables]);
  });

  it('refuses unknown options and sizes below 1', () => {
    const wrong = { ...small, code: 2 } as unknown as typeof small;
    expect(() => createProjectionCritic(wrong)).toThrow("Did you mean 'codes'?");
    expect(() => createProjectionCritic({ ...small, codes: 0 })).toThrow('createProjectionCritic: codes');
  });
});
