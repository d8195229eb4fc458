import type { Mode } from '../../nn/network.js';
import { createRng } from '../../random/rng.js';

/** Evaluation mode: nothing is trained, drawn or updated. */
export const inference: Mode = { training: false, rng: createRng(0) };
