import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe } from 'vitest';
import { useBackend } from '../../src/backend/useBackend.js';

const asked = process.env['ZBIO_TEST_BACKEND'];
const usual = asked ? [asked] : ['wasm', 'cpu'];

/**
 * Runs the same tests on the wasm and the cpu backend, with the library's own kernels, or on the one that
 * `ZBIO_TEST_BACKEND` names.
 */
export function onBackends(title: string, tests: (backend: string) => void, backends = usual): void {
  describe.each(backends)(`${title} on %s`, (backend) => {
    beforeAll(async () => {
      if (backend === 'wasm') await useBackend('wasm');
      else await tf.setBackend(backend);
    });
    tests(backend);
  });
}

/** Runs `body` and fails if it leaves tensors behind. What it returns is read before the count. */
export function withoutLeak<T>(body: () => T): T {
  const before = tf.memory().numTensors;
  const result = body();
  const after = tf.memory().numTensors;
  if (after !== before) throw new Error(`${after - before} tensors left behind`);
  return result;
}
