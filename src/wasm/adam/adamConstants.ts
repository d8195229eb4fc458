import type { AdamConstants } from '../simd/adamArrays.js';

/** Constants of one step of Adam. */
export interface AdamStepOptions {
  /** Step size. */
  learningRate: number;
  /** Decay of the first moment, in [0, 1). */
  beta1: number;
  /** Decay of the second moment, in [0, 1). */
  beta2: number;
  /** Added to the root of the second moment. */
  epsilon: number;
  /** Which step of this variable it is, from 1. */
  step: number;
}

/** The constants of a step; the bias corrections are in the rate and in epsilon, where they cost nothing. */
export function adamConstants({ learningRate, beta1, beta2, epsilon, step }: AdamStepOptions): AdamConstants {
  const root = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * root) / (1 - beta1 ** step);
  return { beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, rate, epsilon: epsilon * root };
}

/** Constants by the number of a step. The last ones are kept, since most variables are at the same step. */
export function adamConstantsAt(options: Omit<AdamStepOptions, 'step'>): (step: number) => AdamConstants {
  let last: { step: number; constants: AdamConstants } | undefined;
  return (step) => {
    if (last?.step !== step) last = { step, constants: adamConstants({ ...options, step }) };
    return last.constants;
  };
}
