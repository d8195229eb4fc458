import { normal } from '../../random/normal.js';
import type { Rng } from '../../random/rng.js';

/**
 * How weights W [inputs, outputs] and biases start: `'fanIn'` is PyTorch's default, both uniform in ±1/√inputs; `'glorot'`
 * TensorFlow's, W uniform in ±√(6 / (inputs + outputs)): signals keep their size without a norm; `'truncatedNormal'` draws
 * W with deviation 0.1 and none beyond twice that. Biases of the latter two start at 0.
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

/** A new weight of a layer of that size. */
export const initialWeight = (initial: InitialWeights, rng: Rng, size: LayerSize): number =>
  weights[initial](rng, size);

/** A new bias of a layer of that size. */
export const initialBias = (initial: InitialWeights, rng: Rng, size: LayerSize): number =>
  initial === 'fanIn' ? weights.fanIn(rng, size) : 0;
