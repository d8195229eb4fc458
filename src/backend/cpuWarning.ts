import * as tf from '@tensorflow/tfjs';
import { inNode } from '../platform/inNode.js';
import { warnOnce } from '../platform/warnings.js';

let deliberate = false;

/** Called when the user has asked for the cpu backend by name: from then on nothing warns about it. */
export function acceptCpu(): void {
  deliberate = true;
}

/** Warns once if tfjs runs on its plain JavaScript backend in Node without having been asked to. */
export function warnAboutCpu(): void {
  if (deliberate || tf.getBackend() !== 'cpu' || !inNode()) return;
  warnOnce(
    "tfjs runs on its 'cpu' backend, which is 20 to 100 times slower than necessary. Call await useBackend('wasm') before " +
      "the first tensor is made, or await useBackend('cpu') to keep it without this warning.",
  );
}
