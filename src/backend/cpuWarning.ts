import * as tf from '@tensorflow/tfjs';
import { inNode } from '../platform/inNode.js';
import { warnOnce } from '../platform/warnings.js';

let deliberate = false;

/** To be called when the user asked for the cpu backend by name: no warning about it from then on. */
export function acceptCpu(): void {
  deliberate = true;
}

/** Warns once if tfjs runs on its plain JavaScript backend in Node without having been asked to. */
export function warnAboutCpu(): void {
  if (deliberate || tf.getBackend() !== 'cpu' || !inNode()) return;
  warnOnce(
    "tfjs runs on its 'cpu' backend, which is 20 to 100 times slower than need be. Call await useBackend('wasm') before " +
      "the first tensor is made, or await useBackend('cpu') if you want it so.",
  );
}
