import { createRng, type Rng } from '../random/rng.js';

/** Simulated effects on the log mean of every gene. */
export interface SimulatedEffects {
  /** Log mean of every gene, up to a constant. [genes] */
  base: Float64Array;
  /** 0 except for the marker genes of the type. [types][genes] */
  type: Float64Array[];
  /** 0 everywhere for the first condition, the control. [conditions][genes] */
  condition: Float64Array[];
  /** [batches][genes] */
  batch: Float64Array[];
  /** The direction along which all batches differ, with unit variance. [genes] */
  sharedDirection: Float64Array;
}

/** Sizes of the effects, and numbers of genes, batches, types and conditions. */
export interface EffectOptions {
  genes: number;
  batches: number;
  types: number;
  conditions: number;
  batchEffect: number;
  conditionEffect: number;
  typeEffect: number;
}

/** Share of genes that mark a type, and share of genes that respond to a condition. */
const affected = 0.2;

/** Draws normal values for a random fifth of the genes, 0 for the others. */
function onSomeGenes(genes: number, size: number, rng: Rng): Float64Array {
  const values = rng.stream('values').normals(new Float64Array(genes));
  const chosen = rng.stream('genes');
  return values.map((value) => (chosen.next() < affected ? size * value : 0));
}

// Half of the variance of a batch's effect lies along the shared direction. The steps along it are evenly spaced with
// variance 1, so that any two batches differ along it for every seed.
function batchEffects({ genes, batches, batchEffect }: EffectOptions, shared: Float64Array, rng: Rng) {
  const spread = Math.sqrt((batches * batches - 1) / 12) || 1;
  return Array.from({ length: batches }, (_, b) => {
    const own = rng.stream(`batch ${b}`).normals(new Float64Array(genes));
    const step = (b - (batches - 1) / 2) / spread;
    return own.map((value, g) => batchEffect * Math.SQRT1_2 * (value + step * shared[g]!));
  });
}

/** Draws all effects. Each has its own random stream: changing the size of one leaves the others unchanged. */
export function drawEffects(options: EffectOptions, seed: string): SimulatedEffects {
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
