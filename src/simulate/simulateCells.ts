import { numberWithin, rejectUnknown, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import type { AnnData } from '../io/anndata.js';
import type { Categorical } from '../io/column.js';
import { createAnnData } from '../io/createAnnData.js';
import { oneHotRows } from '../matrix/labels.js';
import type { Matrix } from '../matrix/matrix.js';
import { createRng } from '../random/rng.js';
import { type Composition, drawComposition } from './composition.js';
import { drawCounts, shareOut } from './drawCounts.js';
import { drawEffects, type Effects } from './effects.js';
import { typeWeights } from './typeWeights.js';

/** Options of {@link simulateCells}. */
export interface SimulateCellsOptions {
  /** Default 1,000. */
  cells?: number;
  /** Default 500. */
  genes?: number;
  /** Default 3. */
  batches?: number;
  /** Default 5. */
  types?: number;
  /** Conditions, crossed with batches; the first is the control. Default 1. */
  conditions?: number;
  /** Equal seeds give equal cells. Default 0. */
  seed?: number | string;
  /** Standard deviation, over genes, of a batch's effect on the log mean. Default 0.5. */
  batchEffect?: number;
  /** Standard deviation of a condition's effect on the log mean of the fifth of the genes that answer. Default 0.5. */
  conditionEffect?: number;
  /** Standard deviation of a type's effect on the log mean of its markers, a fifth of the genes. Default 1. */
  typeEffect?: number;
  /** Batches of unequal size, each with its own mixture of types. Default false: all equal. */
  unbalanced?: boolean;
  /** So many types are absent from one batch each. Default 0. */
  missingTypes?: number;
  /** Median of the expected counts of a cell; log-normal over cells, standard deviation 0.3 of the logarithm. Default 2,000. */
  librarySize?: number;
  /** Overdispersion: variance = mean + dispersion · mean². 0: Poisson. Default 0.1. */
  dispersion?: number;
  /** Types are stations of one continuous path instead of islands; its time is in obs. Default false. */
  trajectory?: boolean;
  /** Whether to keep `layers.truth`, the log mean of every count without the batch: dense, so 4 bytes x cells x genes. Default false. */
  truth?: boolean;
}

type Resolved = Required<SimulateCellsOptions>;

const librarySpread = 0.3;

const defaults: Resolved = {
  cells: 1000,
  genes: 500,
  batches: 3,
  types: 5,
  conditions: 1,
  seed: 0,
  batchEffect: 0.5,
  conditionEffect: 0.5,
  typeEffect: 1,
  unbalanced: false,
  missingTypes: 0,
  librarySize: 2000,
  dispersion: 0.1,
  trajectory: false,
  truth: false,
};

function resolve(given: SimulateCellsOptions): Resolved {
  rejectUnknown('simulateCells', given, Object.keys(defaults));
  const options = { ...defaults, ...given };
  for (const name of ['cells', 'genes', 'batches', 'types', 'conditions'] as const) {
    wholeNumber(`simulateCells: ${name}`, options[name]);
  }
  for (const name of ['batchEffect', 'conditionEffect', 'typeEffect', 'dispersion'] as const) {
    numberWithin(`simulateCells: ${name}`, options[name], 0);
  }
  for (const name of ['unbalanced', 'trajectory', 'truth'] as const) {
    if (typeof options[name] === 'boolean') continue;
    const received = String(options[name]);
    throw badType({ argument: `simulateCells: ${name}`, expected: 'true or false', received });
  }
  numberWithin('simulateCells: librarySize', options.librarySize, Number.MIN_VALUE);
  checkTypes(options);
  return options;
}

function checkTypes({ batches, types, missingTypes, trajectory }: Resolved): void {
  wholeNumber('simulateCells: missingTypes', missingTypes, 0);
  if (missingTypes > 0 && (batches < 2 || missingTypes >= types)) {
    throw badValue({
      argument: 'simulateCells: missingTypes',
      expected: `at least 2 batches and fewer than the ${types} types`,
      received: `${missingTypes} with ${batches} batches`,
    });
  }
  if (!trajectory || types > 1) return;
  const expected = 'at least 2 types, the ends of the trajectory';
  throw badValue({ argument: 'simulateCells: types', expected, received: `${types}` });
}

const category = (name: string, count: number, codes: Int32Array): Categorical => ({
  categories: Array.from({ length: count }, (_, i) => `${name} ${i + 1}`),
  codes,
});

const stack = (rows: Float64Array[]): Matrix => ({
  data: Float32Array.from(rows.flatMap((row) => [...row])),
  shape: [rows.length, rows[0]!.length],
});

/** The log mean of a cell's genes, without the batch, up to a constant. */
function biology(
  cell: number,
  { condition }: Composition,
  weights: Matrix,
  effects: Effects,
  out: Float64Array,
): void {
  out.set(effects.base);
  const conditionEffect = effects.condition[condition[cell]!]!;
  for (let g = 0; g < out.length; g++) out[g]! += conditionEffect[g]!;
  effects.type.forEach((effect, t) => {
    const weight = weights.data[cell * weights.shape[1] + t]!;
    if (weight > 0) for (let g = 0; g < out.length; g++) out[g]! += weight * effect[g]!;
  });
}

/**
 * Cells whose truth is known: negative-binomial counts with types, conditions and batch effects.
 *
 * The log mean of gene g in a cell is `base_g + Σ_t w_t type_tg + condition_cg + batch_bg`; expected counts are the cell's
 * library size shared out in proportion to its exponential. A batch multiplies every gene by a factor of its own; half
 * of the variance of its logarithm lies along one direction that all batches share, half is the batch's own. `w` is 1 for the cell's type;
 * on a trajectory it shifts from one type to the next.
 *
 * Every part draws from a stream of its own: at one seed, cells with another `batchEffect` are the same cells.
 *
 * @returns Counts as CSR `x` [cells, genes]. `obs`: batch, cell_type, condition, library_size (expected counts), with
 * `trajectory` also pseudotime in [0, 1]. `obsm`: `true_bio` [cells, types + conditions] (w, one-hot condition),
 * `true_batch` (one-hot). `uns.truth`: base, typeEffects, conditionEffects, batchEffects, sharedDirection. With `truth`,
 * `layers.truth`: ln of the expected count had there been no batch effect.
 * @throws RangeError on a number out of range, a type missing where there is one batch, a trajectory of one type, or an
 * unknown option; TypeError where true or false is expected.
 * @example
 * ```ts
 * const adata = simulateCells({ cells: 2000, batches: 2, batchEffect: 1, unbalanced: true, seed: 1 });
 * await model.fit(adata.x, labels(adata.obs, 'batch'));
 * ```
 */
export function simulateCells(given: SimulateCellsOptions = {}): AnnData {
  const options = resolve(given);
  const { cells, genes, librarySize, dispersion, seed } = options;
  const rng = createRng(seed);
  const composition = drawComposition(options, `${seed}/composition`);
  const effects = drawEffects(options, `${seed}/effects`);
  const { weights, pseudotime } = typeWeights(composition.type, options, rng.stream('pseudotime'));
  const spread = rng.stream('library').normals(new Float64Array(cells));
  const library = spread.map((value) => librarySize * Math.exp(librarySpread * value));

  const truth = options.truth ? new Float32Array(cells * genes) : undefined;
  const logMean = new Float64Array(genes);
  const means = (cell: number, out: Float64Array) => {
    biology(cell, composition, weights, effects, logMean);
    if (truth) {
      shareOut(logMean, library[cell]!, out);
      for (let g = 0; g < genes; g++) truth[cell * genes + g] = Math.log(out[g]!);
    }
    const batchEffect = effects.batch[composition.batch[cell]!]!;
    for (let g = 0; g < genes; g++) logMean[g]! += batchEffect[g]!;
    shareOut(logMean, library[cell]!, out);
  };
  const x = drawCounts([cells, genes], means, dispersion, rng.stream('counts'));
  return createAnnData(x, {
    obsNames: Array.from({ length: cells }, (_, i) => `cell ${i + 1}`),
    varNames: Array.from({ length: genes }, (_, g) => `gene ${g + 1}`),
    obs: {
      batch: category('batch', options.batches, composition.batch),
      cell_type: category('type', options.types, composition.type),
      condition: category('condition', options.conditions, composition.condition),
      library_size: library,
      ...(pseudotime ? { pseudotime } : {}),
    },
    obsm: trueFactors(options, composition, weights),
    uns: {
      truth: {
        base: effects.base,
        typeEffects: stack(effects.type),
        conditionEffects: stack(effects.condition),
        batchEffects: stack(effects.batch),
        sharedDirection: effects.sharedDirection,
      },
    },
    layers: truth ? { truth: { data: truth, shape: [cells, genes] } } : {},
  });
}

function trueFactors(
  { cells, batches, types, conditions }: Resolved,
  { batch, condition }: Composition,
  weights: Matrix,
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
