import type { AnnData } from '../io/anndata.js';
import type { Categorical, Column } from '../io/column.js';
import { createAnnData } from '../io/createAnnData.js';
import { oneHotRows } from '../matrix/labels.js';
import type { Matrix } from '../matrix/matrix.js';
import { createRng } from '../random/rng.js';
import { type Composition, drawComposition } from './composition.js';
import { divideLibrary, drawCounts } from './drawCounts.js';
import { drawEffects, type SimulatedEffects } from './effects.js';
import {
  type ResolvedSimulation,
  resolveSimulation,
  type SimulateCellsOptions,
} from './simulationOptions.js';
import { type TypeWeights, typeWeights } from './typeWeights.js';

const librarySpread = 0.3;

/** Everything that is drawn before the counts. */
interface Plan extends TypeWeights {
  composition: Composition;
  effects: SimulatedEffects;
  library: Float64Array;
}

function plan(options: ResolvedSimulation): Plan {
  const { cells, librarySize, seed } = options;
  const rng = createRng(seed);
  const composition = drawComposition(options, `${seed}/composition`);
  const spread = rng.stream('library').normals(new Float64Array(cells));
  return {
    composition,
    effects: drawEffects(options, `${seed}/effects`),
    library: spread.map((value) => librarySize * Math.exp(librarySpread * value)),
    ...typeWeights(composition.type, options, rng.stream('pseudotime')),
  };
}

const category = (name: string, count: number, codes: Int32Array): Categorical => ({
  categories: Array.from({ length: count }, (_, i) => `${name} ${i + 1}`),
  codes,
});

const stack = (rows: Float64Array[]): Matrix => ({
  data: Float32Array.from(rows.flatMap((row) => [...row])),
  shape: [rows.length, rows[0]!.length],
});

/** Writes the log means of a cell's genes, without the batch effect and up to a constant, into `out`. */
function biology(cell: number, { composition, weights, effects }: Plan, out: Float64Array): void {
  const conditionEffect = effects.condition[composition.condition[cell]!]!;
  for (let g = 0; g < out.length; g++) out[g] = effects.base[g]! + conditionEffect[g]!;
  effects.type.forEach((effect, t) => {
    const weight = weights.data[cell * effects.type.length + t]!;
    if (weight > 0) for (let g = 0; g < out.length; g++) out[g]! += weight * effect[g]!;
  });
}

/** ln of the expected counts without batch effect. [cells, genes] */
function logTruth(made: Plan, shape: [number, number]): Matrix {
  const data = new Float32Array(shape[0] * shape[1]);
  const row = new Float64Array(shape[1]);
  made.library.forEach((library, cell) => {
    biology(cell, made, row);
    divideLibrary(row, library, row);
    for (let g = 0; g < row.length; g++) data[cell * row.length + g] = Math.log(row[g]!);
  });
  return { data, shape };
}

function expected(made: Plan): (cell: number, out: Float64Array) => void {
  const { composition, effects, library } = made;
  return (cell, out) => {
    biology(cell, made, out);
    const batchEffect = effects.batch[composition.batch[cell]!]!;
    for (let g = 0; g < out.length; g++) out[g]! += batchEffect[g]!;
    divideLibrary(out, library[cell]!, out);
  };
}

function columns(
  { batches, types, conditions }: ResolvedSimulation,
  { composition, library, pseudotime }: Plan,
): Record<string, Column> {
  return {
    batch: category('batch', batches, composition.batch),
    cell_type: category('type', types, composition.type),
    condition: category('condition', conditions, composition.condition),
    library_size: library,
    ...(pseudotime ? { pseudotime } : {}),
  };
}

function trueFactors(
  { cells, batches, types, conditions }: ResolvedSimulation,
  { composition: { batch, condition }, weights }: Plan,
): Record<string, Matrix> {
  const width = types + conditions;
  const bio = new Float32Array(cells * width);
  for (let cell = 0; cell < cells; cell++) {
    bio.set(weights.data.subarray(cell * types, (cell + 1) * types), cell * width);
    bio[cell * width + types + condition[cell]!] = 1;
  }
  return {
    true_bio: { data: bio, shape: [cells, width] },
    true_batch: { data: oneHotRows(batch, batches), shape: [cells, batches] },
  };
}

/**
 * Simulates cells with a known truth: negative-binomial counts with types, conditions and batch effects.
 *
 * The log mean of gene g in a cell is `base_g + Σ_t w_t type_tg + condition_cg + batch_bg`. The expected counts are the
 * cell's library size, divided among genes in proportion to the exponentials of their log means. A batch multiplies every
 * gene by its own factor; half of the variance of the factor's logarithm lies along one direction that all batches share,
 * the other half is specific to the batch. `w` is 1 for the cell's type; on a trajectory, it shifts from one type to the
 * next. Doublets, ambient RNA and batch effects that differ between types aren't simulated.
 *
 * Every part draws from its own random stream: with the same seed, another `batchEffect` gives the same cells.
 *
 * @returns Counts as CSR `x` [cells, genes]. `obs`: batch, cell_type, condition, library_size (expected counts), and with
 * `trajectory` also pseudotime in [0, 1]. `obsm`: `true_bio` [cells, types + conditions] (w, one-hot condition),
 * `true_batch` (one-hot). `uns.truth`: base, typeEffects, conditionEffects, batchEffects, sharedDirection. With `truth`,
 * `layers.truth`: ln of the expected counts without batch effect.
 * @throws RangeError on a number out of range, missing types with only one batch, a trajectory with one type, or an
 * unknown option; TypeError if an option must be true or false and isn't.
 * @example
 * ```ts
 * const adata = simulateCells({ cells: 2000, batches: 2, batchEffect: 1, unbalanced: true, seed: 1 });
 * await model.fit(adata.x, labels(adata.obs, 'batch'));
 * ```
 */
export function simulateCells(given: SimulateCellsOptions = {}): AnnData {
  const options = resolveSimulation(given);
  const { cells, genes, dispersion, seed, truth } = options;
  const made = plan(options);
  const { effects } = made;
  const x = drawCounts([cells, genes], expected(made), dispersion, createRng(seed).stream('counts'));
  return createAnnData(x, {
    obsNames: Array.from({ length: cells }, (_, i) => `cell ${i + 1}`),
    varNames: Array.from({ length: genes }, (_, g) => `gene ${g + 1}`),
    obs: columns(options, made),
    obsm: trueFactors(options, made),
    uns: {
      truth: {
        base: effects.base,
        typeEffects: stack(effects.type),
        conditionEffects: stack(effects.condition),
        batchEffects: stack(effects.batch),
        sharedDirection: effects.sharedDirection,
      },
    },
    layers: truth ? { truth: logTruth(made, [cells, genes]) } : {},
  });
}
