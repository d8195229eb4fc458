import { normal } from '../../random/normal.js';
import type { Rng } from '../../random/rng.js';

/**
 * Initial distribution of weights W [inputs, outputs] and biases. `'fanIn'` is PyTorch's default: both are
 * uniform in ±1/√inputs. `'glorot'` is TensorFlow's: W is uniform in ±√(6 / (inputs + outputs)), which
 * preserves the size of signals without a norm. `'truncatedNormal'` draws W with a standard deviation of 0.1
 * and cuts the distribution at twice that. With the latter two, biases start at 0.
 */
export type InitialWeights = 'fanIn' | 'glorot' | 'truncatedNormal';

/** Names of {@link InitialWeights}. */
export const initialWeightNames: readonly InitialWeights[] = ['fanIn', 'glorot', 'truncatedNormal'];

/** Sizes of one linear layer. */
interface LayerSize {
  inputs: number;
  outputs: number;
}

const uniform = (rng: Rng, bound: number): number => (2 * rng.next() - 1) * bound;

function truncatedNormal(rng: Rng): number {
  let value = normal(rng.next);
  while (Math.abs(value) > 2) value = normal(rng.next);
  return 0.1 * value;
}

const weights: Record<InitialWeights, (rng: Rng, size: LayerSize) => number> = {
  fanIn: (rng, { inputs }) => uniform(rng, 1 / Math.sqrt(inputs)),
  glorot: (rng, { inputs, outputs }) => uniform(rng, Math.sqrt(6 / (inputs + outputs))),
  truncatedNormal,
};

/** Draws one weight for a layer of this size. */
export const initialWeight = (initial: InitialWeights, rng: Rng, size: LayerSize): number =>
  weights[initial](rng, size);

/** Draws one bias for a layer of this size. */
export const initialBias = (initial: InitialWeights, rng: Rng, size: LayerSize): number =>
  initial === 'fanIn' ? weights.fanIn(rng, size) : 0;
