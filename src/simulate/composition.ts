import { createRng, type Rng } from '../random/rng.js';
import { shuffle } from '../random/shuffle.js';

/** Batch, type and condition of every cell, as codes from 0. [cells] each */
export interface Composition {
  batch: Int32Array;
  type: Int32Array;
  condition: Int32Array;
}

/** Options of {@link drawComposition}. */
export interface CompositionOptions {
  cells: number;
  batches: number;
  types: number;
  conditions: number;
  unbalanced: boolean;
  missingTypes: number;
}

/** Whether a type has no cells in a batch: each of the last `missingTypes` types is missing from one batch, in turn. */
function isMissing(
  type: number,
  batch: number,
  { types, batches, missingTypes }: Pick<CompositionOptions, 'types' | 'batches' | 'missingTypes'>,
): boolean {
  const late = types - 1 - type;
  return late < missingTypes && late % batches === batch;
}

/** Weights of groups: equal, or log-normal, so that the largest is several times the smallest. */
function weights(groups: number, unbalanced: boolean, rng: Rng): Float64Array {
  const out = rng.normals(new Float64Array(groups));
  return out.map((value) => (unbalanced ? Math.exp(value) : 1));
}

/** Divides the cells among groups in proportion to `share`, in random order. Cells left by rounding go to the largest group. */
function assign(cells: number, share: Float64Array, rng: Rng): Int32Array {
  const total = share.reduce((a, b) => a + b, 0);
  const codes = new Int32Array(cells).fill(share.indexOf(Math.max(...share)));
  let at = 0;
  share.forEach((weight, group) => {
    const count = Math.min(Math.floor((weight / total) * cells), cells - at);
    codes.fill(group, at, at + count);
    at += count;
  });
  return shuffle(codes, rng);
}

/** Draws batches, then types and conditions within each batch, so that `unbalanced` gives every batch its own mixture. */
export function drawComposition(options: CompositionOptions, seed: string): Composition {
  const { cells, batches, types, conditions, unbalanced } = options;
  const rng = createRng(seed);
  const batch = assign(cells, weights(batches, unbalanced, rng.stream('batches')), rng.stream('order'));
  const type = new Int32Array(cells);
  const condition = new Int32Array(cells);
  for (let b = 0; b < batches; b++) {
    const own = [...batch.keys()].filter((cell) => batch[cell] === b);
    const within = rng.stream(`batch ${b}`);
    const share = weights(types, unbalanced, within.stream('types'));
    const present = share.map((weight, t) => (isMissing(t, b, options) ? 0 : weight));
    const typeOf = assign(own.length, present, within.stream('type'));
    const even = new Float64Array(conditions).fill(1);
    const conditionOf = assign(own.length, even, within.stream('condition'));
    own.forEach((cell, i) => {
      type[cell] = typeOf[i]!;
      condition[cell] = conditionOf[i]!;
    });
  }
  return { batch, type, condition };
}
