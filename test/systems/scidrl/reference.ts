import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../../../src/nn/network.js';

type Part = 'encoder' | 'decoder' | 'discriminator' | 'classifier';

/** What SCIDRL's own code made of some cells, by test/reference/systems/scidrl.py. */
export interface ScidrlCase {
  batches: number;
  factor: number;
  gamma: number;
  x: number[][];
  scaled: number[][];
  codes: number[];
  /** 1 where its dropout kept a value, or the value is 0 anyway. */
  kept: number[][];
  losses: Record<'reconstruction' | 'classifier' | 'discriminator', number>;
  total: number;
  /** By part and variable: norm, and sum weighted by a wave. */
  gradients: Record<Part, [norm: number, weighted: number][]>;
  embedding: number[][];
  corrected: number[][];
  publishedCorrected: number[][];
}

const file = new URL('../../reference/systems/scidrl.json', import.meta.url);

export const scidrlCases: ScidrlCase[] = JSON.parse(readFileSync(file, 'utf8'));

/** Sizes that the script has. */
export const sizes = { noise: 2, bio: 3, genes: 7 };

/** shift + scale · sin(7 i + phase), as the script has it. */
export function wave(size: number, phase: number, scale = 0.3, shift = 0): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => shift + scale * Math.sin(7 * i + phase));
}

/** Gives the network the script's weights: a wave for each variable; of norms, scale and variance stay near 1. */
export function fillWithWaves({ variables }: Pick<Network, 'variables'>): void {
  variables.forEach((variable, at) => {
    // Hidden layers hold W, b, scale, shift, mean, variance; the last one W, b.
    const nearOne = [2, 5].includes(at % 6);
    const values = nearOne ? wave(variable.size, at, 0.2, 1) : wave(variable.size, at);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  });
}
