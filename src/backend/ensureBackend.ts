import * as tf from '@tensorflow/tfjs';
import { inTurn } from '../platform/inTurn.js';
import { chooseBackend } from './chooseBackend.js';
import { warnAboutCpu } from './cpuWarning.js';
import { startedUnasked } from './lazyStart.js';
import { patchWasm } from './startBackend.js';

/**
 * Called by whatever computes, before its first tensor: keeps the backend that the user or an earlier operation has
 * chosen, and chooses the fastest one if there is none yet. Resolves to its name.
 */
export function ensureBackend(): Promise<string> {
  return inTurn(async () => {
    if (!tf.getBackend() || startedUnasked()) return chooseBackend();
    await tf.ready();
    await patchWasm();
    warnAboutCpu();
    return tf.getBackend();
  });
}
