import { createRng, type Rng } from '../random/rng.js';

/** Effects on the log mean of every gene. */
export interface Effects {
  /** Log mean of the genes, up to a constant. [genes] */
  base: Float64Array;
  /** [types][genes]; 0 but on the marker genes of the type. */
  type: Float64Array[];
  /** [conditions][genes]; the first, the control, is 0 everywhere. */
  condition: Float64Array[];
  /** [batches][genes] */
  batch: Float64Array[];
  /** The direction along which all batches differ, of unit variance. [genes] */
  sharedDirection: Float64Array;
}

/** Sizes of the effects, and of what they act on. */
export interface EffectOptions {
  genes: number;
  batches: number;
  types: number;
  conditions: number;
  batchEffect: number;
  conditionEffect: number;
  typeEffect: number;
}

/** Share of the genes that mark a type, and of those that answer to a condition. */
const affected = 0.2;

/** Normal values on a random fifth of the genes, 0 elsewhere. */
function onSomeGenes(genes: number, size: number, rng: Rng): Float64Array {
  const values = rng.stream('values').normals(new Float64Array(genes));
  const chosen = rng.stream('genes');
  return values.map((value) => (chosen.next() < affected ? size * value : 0));
}

// Half of the variance of a batch's effect lies along the shared direction. The steps along it are evenly spaced with
// variance 1, so that any two batches differ along it, whatever the seed.
function batchEffects({ genes, batches, batchEffect }: EffectOptions, shared: Float64Array, rng: Rng) {
  const spread = Math.sqrt((batches * batches - 1) / 12) || 1;
  return Array.from({ length: batches }, (_, b) => {
    const own = rng.stream(`batch ${b}`).normals(new Float64Array(genes));
    const step = (b - (batches - 1) / 2) / spread;
    return own.map((value, g) => batchEffect * Math.SQRT1_2 * (value + step * shared[g]!));
  });
}

/** Draws all effects. Each has a stream of its own: another size of one leaves the others as they are. */
export function drawEffects(options: EffectOptions, seed: string): Effects {
  const { genes, types, conditions, typeEffect, conditionEffect } = options;
  const rng = createRng(seed);
  const sharedDirection = rng.stream('shared direction').normals(new Float64Array(genes));
  return {
    base: rng.stream('base').normals(new Float64Array(genes)),
    type: Array.from({ length: types }, (_, t) => onSomeGenes(genes, typeEffect, rng.stream(`type ${t}`))),
    condition: Array.from({ length: conditions }, (_, c) =>
      onSomeGenes(genes, c === 0 ? 0 : conditionEffect, rng.stream(`condition ${c}`)),
    ),
    batch: batchEffects(options, sharedDirection, rng),
    sharedDirection,
  };
}
