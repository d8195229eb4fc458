import type { Matrix } from '../../matrix/matrix.js';

/** Distance of two cells: `'euclidean'`, or `'cosine'` = 1 - cosine of the angle. */
export type SilhouetteDistance = 'euclidean' | 'cosine';

/** Cells of other groups that a cell is compared with: those of the nearest group, or all. */
export type SilhouetteAgainst = 'nearest' | 'all';

/** Options of {@link silhouette}. */
export interface SilhouetteOptions {
  distance?: SilhouetteDistance;
  against?: SilhouetteAgainst;
}

type Between = (i: number, j: number) => number;

function euclidean({ data, shape: [, dims] }: Matrix): Between {
  const points = Float64Array.from(data);
  return (i, j) => {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += (points[i * dims + d]! - points[j * dims + d]!) ** 2;
    return Math.sqrt(sum);
  };
}

/** Scales rows to unit length, so that dot products are cosines. A row of zeros stays zero, at distance 1 from all others. */
function unitRows({ data, shape: [cells, dims] }: Matrix): Float64Array {
  const rows = Float64Array.from(data);
  for (let i = 0; i < cells; i++) {
    const row = rows.subarray(i * dims, (i + 1) * dims);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let d = 0; d < dims; d++) row[d]! /= length;
  }
  return rows;
}

function cosine(matrix: Matrix): Between {
  const dims = matrix.shape[1];
  const points = unitRows(matrix);
  return (i, j) => {
    let product = 0;
    for (let d = 0; d < dims; d++) product += points[i * dims + d]! * points[j * dims + d]!;
    return Math.max(1 - product, 0);
  };
}

/** Sum of distances from every cell to every group. [cells, groups] */
function distanceSums(between: Between, codes: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(codes.length * groups);
  for (let i = 0; i < codes.length; i++) {
    for (let j = i + 1; j < codes.length; j++) {
      const distance = between(i, j);
      sums[i * groups + codes[j]!]! += distance;
      sums[j * groups + codes[i]!]! += distance;
    }
  }
  return sums;
}

function meanToOthers(
  sums: Float64Array,
  own: number,
  sizes: Float64Array,
  against: SilhouetteAgainst,
): number {
  let [nearest, total, cells] = [Infinity, 0, 0];
  for (let group = 0; group < sizes.length; group++) {
    if (group === own || sizes[group] === 0) continue;
    nearest = Math.min(nearest, sums[group]! / sizes[group]!);
    total += sums[group]!;
    cells += sizes[group]!;
  }
  return against === 'nearest' ? nearest : total / cells;
}

/**
 * Silhouette width of every cell: (b - a) / max(a, b), where a is its mean distance to the other cells of its own group
 * and b that to the nearest other group (or to all cells of other groups). 1: the groups are separate; 0: they overlap. A
 * cell that is alone in its group, or coincides with all compared cells, gets 0. [cells]
 *
 * @param codes - Group of each cell, from 0; at least two groups. [cells]
 */
export function silhouette(
  embedding: Matrix,
  codes: Int32Array,
  { distance = 'euclidean', against = 'nearest' }: SilhouetteOptions = {},
): Float64Array {
  const groups = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  const sizes = new Float64Array(groups);
  for (const code of codes) sizes[code]!++;
  const between = distance === 'cosine' ? cosine(embedding) : euclidean(embedding);
  const sums = distanceSums(between, codes, groups);
  return Float64Array.from(codes, (own, i) => {
    const row = sums.subarray(i * groups, (i + 1) * groups);
    const a = row[own]! / (sizes[own]! - 1);
    const b = meanToOthers(row, own, sizes, against);
    return (b - a) / Math.max(a, b) || 0;
  });
}
