import { optional, sameLength, textList, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import type { Categories } from '../matrix/categories.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import { encodeLabels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { checkNonNegative } from './checkNonNegative.js';
import { dispersionsByBatch } from './dispersionsByBatch.js';
import { type Dispersions, normalizedDispersions } from './normalizedDispersions.js';

/** Options of {@link highlyVariableGenes}. */
export interface HighlyVariableGenesOptions {
  /** Batch of every cell: genes are ranked within each batch, then by the number of batches that chose them. [cells] */
  batch?: Categories;
  /** Number of genes to choose; if fewer genes vary, all of these. Default 2,000. */
  count?: number;
  /** Gene names. They decide only between genes that are otherwise equal, as in scanpy. Default: order of columns. [genes] */
  names?: readonly string[];
}

const table = {
  batch: asGiven,
  count: (argument, given = 2000) => wholeNumber(argument, given),
  names: optional(textList),
} satisfies OptionTable<HighlyVariableGenesOptions>;

/** The genes that vary most between cells, and the figures behind the choice. */
export interface HighlyVariableGenes {
  /** Column numbers of the chosen genes, ascending. */
  indices: Int32Array;
  /** Whether a gene is chosen. [genes] */
  mask: boolean[];
  /** ln(1 + mean count), averaged over the batches. [genes] */
  means: Float64Array;
  /** ln(variance / mean), averaged over the batches; NaN for a gene that doesn't vary. [genes] */
  dispersions: Float64Array;
  /** Dispersion relative to genes with about the same mean; the ranking uses it. [genes] */
  normalizedDispersions: Float64Array;
  /** Number of batches in which the gene was chosen (0 or 1 without `batch`). [genes] */
  batches: Int32Array;
}

function checkLogarithms(x: Matrix | CsrMatrix): void {
  const next = 'Give log1p(normalizeTotal(counts)).';
  checkNonNegative('highlyVariableGenes: x', x, next);
  const most = x.data.reduce((a, b) => Math.max(a, b), 0);
  if (Number.isFinite(Math.fround(Math.expm1(most)))) return;
  const expected = 'logarithms of normalised counts, ln(1 + count)';
  throw badValue({ argument: 'highlyVariableGenes: x', expected, received: `a value of ${most}`, next });
}

/** Marks the `count` highest values, and all that equal the last of them. */
function chooseHighest({ normalized }: Dispersions, count: number): boolean[] {
  const ranked = normalized.filter((value) => !Number.isNaN(value)).sort((a, b) => b - a);
  const least = ranked[Math.min(count, ranked.length) - 1] ?? Infinity;
  return Array.from(normalized, (value) => value >= least);
}

function describe(found: Dispersions, mask: boolean[], batches: Int32Array): HighlyVariableGenes {
  const indices = Int32Array.from(mask.flatMap((chosen, gene) => (chosen ? [gene] : [])));
  const { means, dispersions, normalized } = found;
  return { indices, mask, means, dispersions, normalizedDispersions: normalized, batches };
}

/**
 * Finds the genes that vary most, by Seurat's method: the dispersion (variance / mean) of the counts before the logarithm,
 * compared with genes that have about the same mean (20 bins). With `batch`, genes are ranked within each batch, so that
 * differences *between* batches don't count, and genes that are chosen in most batches come first.
 *
 * As `scanpy.pp.highly_variable_genes(adata, n_top_genes=count, flavor='seurat', batch_key=...)`.
 *
 * @param x - ln(1 + normalised counts). [cells, genes]
 * @throws RangeError on a negative, NaN or infinite value (naming the cell and the gene), on raw counts, on lengths that
 * disagree, or on an unknown option.
 * @example
 * ```ts
 * const genes = highlyVariableGenes(x, { batch: labels(adata.obs, 'batch'), count: 1000 });
 * const smaller = subsetGenes(adata, genes.mask);
 * ```
 * @see Satija et al., Spatial reconstruction of single-cell gene expression data, Nature Biotechnology 2015.
 */
export function highlyVariableGenes(
  x: Matrix | CsrMatrix,
  options: HighlyVariableGenesOptions = {},
): HighlyVariableGenes {
  const { batch, count, names } = readOptions('highlyVariableGenes', options, table);
  checkMatrix('highlyVariableGenes: x', x);
  if (names) sameLength('highlyVariableGenes: names', names.length, x.shape[1], 'gene');
  checkLogarithms(x);
  if (!batch) {
    const found = normalizedDispersions(x);
    const mask = chooseHighest(found, count);
    return describe(found, mask, Int32Array.from(mask, Number));
  }
  const rules = { cells: x.shape[0] };
  const { codes, categories } = encodeLabels('highlyVariableGenes: batch', batch, rules);
  const choose = (found: Dispersions) => chooseHighest(found, count);
  const merged = dispersionsByBatch(x, codes, categories.length, choose);
  return describe(merged, chooseMerged(merged, count, names), merged.batches);
}

/** Chooses genes by the number of batches, then by normalised dispersion (NaN last), then by name. */
function chooseMerged(
  { batches, normalized }: Dispersions & { batches: Int32Array },
  count: number,
  names?: readonly string[],
): boolean[] {
  const genes = Array.from(batches, (_, gene) => gene);
  if (names) genes.sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
  const rank = (gene: number) => (Number.isNaN(normalized[gene]!) ? -Infinity : normalized[gene]!);
  genes.sort((a, b) => batches[b]! - batches[a]! || Number(rank(b) > rank(a)) - Number(rank(b) < rank(a)));
  const chosen = new Set(genes.slice(0, count));
  return Array.from(batches, (_, gene) => chosen.has(gene));
}
