import * as tf from '@tensorflow/tfjs';
import { vi } from 'vitest';
import type { BackendName } from '../../src/backend/backendName.js';
import { useBackend } from '../../src/backend/useBackend.js';

// Silences tfjs' banner in Node; its argument checks go with it, ours stay.
tf.enableProdMode();

// In tests, every graph is checked against the spec after recording and after each pass.
vi.mock('../../src/onnx/passes/simplify.js', async (original) => {
  const [real, { verify }] = await Promise.all([
    original<typeof import('../../src/onnx/passes/simplify.js')>(),
    import('../onnx/verify.js'),
  ]);
  const simplify: typeof real.simplify = (builder, options) =>
    real.simplify(builder, { check: verify, ...options });
  return { ...real, simplify };
});

// To run the tests on a backend that isn't there by default: ZBIO_TEST_BACKEND=tensorflow npm test
const asked = process.env['ZBIO_TEST_BACKEND'];
if (asked) await useBackend(asked as BackendName);
