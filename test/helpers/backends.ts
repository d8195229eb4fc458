import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe } from 'vitest';

const asked = process.env['ZBIO_TEST_BACKEND'];
const usual = asked ? [asked] : ['wasm', 'cpu'];

/** Runs the same tests on the wasm and the cpu backend, or on the one that `ZBIO_TEST_BACKEND` names. */
export function onBackends(title: string, tests: (backend: string) => void, backends = usual): void {
  describe.each(backends)(`${title} on %s`, (backend) => {
    beforeAll(async () => {
      await tf.setBackend(backend);
      await tf.ready();
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
