import * as tf from '@tensorflow/tfjs';
import type { BackendName } from '../../src/backend/backendName.js';
import { useBackend } from '../../src/backend/useBackend.js';

// Silences tfjs' banner in Node; its argument checks go with it, ours stay.
tf.enableProdMode();

// To run the tests on a backend that isn't there by default: ZBIO_TEST_BACKEND=tensorflow npm test
const asked = process.env['ZBIO_TEST_BACKEND'];
if (asked) await useBackend(asked as BackendName);
