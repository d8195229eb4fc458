import type { Mode } from '../../nn/network.js';
import { createRng } from '../../random/rng.js';

/** Nothing is trained, drawn or moved. */
export const inference: Mode = { training: false, rng: createRng(0) };
