import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { pickColumns } from '../matrix/pickColumns.js';
import { pickRows } from '../matrix/pickRows.js';
import { type Dispersions, normalizedDispersions } from './normalizedDispersions.js';

/** {@link Dispersions} averaged over the batches, and the number of batches in which each gene was chosen. */
export interface MergedDispersions extends Dispersions {
  /** Number of batches in which the gene was chosen. [genes] */
  batches: Int32Array;
}

function expressedGenes(x: Matrix | CsrMatrix): number[] {
  const expressed = new Uint8Array(x.shape[1]);
  x.data.forEach((value, k) => {
    if (value > 0) expressed[isCsr(x) ? x.indices[k]! : k % x.shape[1]] = 1;
  });
  return [...expressed.keys()].filter((gene) => expressed[gene]);
}

/** Extends values of some genes to all genes. The others get 0, as scanpy does for a gene that a batch doesn't express. */
function spread(values: ArrayLike<number>, genes: number[], all: number): Float64Array {
  const out = new Float64Array(all);
  genes.forEach((gene, i) => {
    out[gene] = values[i]!;
  });
  return out;
}

/** Mean over the batches per gene. NaN is left out, as in pandas. */
function average(batches: Float64Array[]): Float64Array {
  return batches[0]!.map((_, gene) => {
    const defined = batches.map((values) => values[gene]!).filter((value) => !Number.isNaN(value));
    return defined.reduce((a, b) => a + b, 0) / defined.length;
  });
}

/**
 * Computes dispersions within every batch, over the genes expressed there, and averages them per gene.
 *
 * @param x - ln(1 + normalised counts) [cells, genes]
 * @param codes - Batch of every cell. [cells]
 * @param choose - Marks the highly variable genes of one batch.
 */
export function dispersionsByBatch(
  x: Matrix | CsrMatrix,
  codes: Int32Array,
  batchCount: number,
  choose: (found: Dispersions) => boolean[],
): MergedDispersions {
  const found = Array.from({ length: batchCount }, (_, batch) => {
    const inBatch = pickRows(
      x,
      [...codes.keys()].filter((cell) => codes[cell] === batch),
    );
    const genes = expressedGenes(inBatch);
    const own = normalizedDispersions(pickColumns(inBatch, genes));
    const toAll = (values: ArrayLike<number>) => spread(values, genes, x.shape[1]);
    const chosen = toAll(choose(own).map(Number));
    return {
      means: toAll(own.means),
      dispersions: toAll(own.dispersions),
      normalized: toAll(own.normalized),
      chosen,
    };
  });
  return {
    means: average(found.map(({ means }) => means)),
    dispersions: average(found.map(({ dispersions }) => dispersions)),
    normalized: average(found.map(({ normalized }) => normalized)),
    batches: Int32Array.from({ length: x.shape[1] }, (_, gene) =>
      found.reduce((n, { chosen }) => n + chosen[gene]!, 0),
    ),
  };
}
