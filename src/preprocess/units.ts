/** Figures about the values of cells. Zeros say nothing about units: "cells" and "values" are those that aren't 0. */
export interface ValueStatistics {
  /** Number of cells with a value other than 0. */
  cells: number;
  /** Number of values other than 0. */
  values: number;
  /** The smallest of all values, zeros included. */
  smallest: number;
  /** The largest of all values, zeros included. */
  largest: number;
  /** The least of the cells' largest values: every cell reaches it. */
  reached: number;
  /** Share of the values that are whole. */
  whole: number;
  /** Number of cells whose values are all whole. */
  wholeCells: number;
  /** Number of cells with a value below 0. */
  negativeCells: number;
  /** Least, median and largest sum of a cell. */
  totals: [least: number, median: number, most: number];
}

/**
 * Units in which expression comes.
 *
 * - `'counts'`: whole numbers.
 * - `'correctedCounts'`: counts that aren't whole, as after the removal of ambient RNA, or estimated ones.
 * - `'normalised'`: brought to one total per cell, without a logarithm.
 * - `'logarithms'`: log-normalised values.
 * - `'scaled'`: values below 0: scaled, centred, residuals.
 */
export type UnitsKind = 'counts' | 'correctedCounts' | 'normalised' | 'logarithms' | 'scaled';

/** Units of cells, with the evidence; plain values, which a file can hold. */
export interface Units extends ValueStatistics {
  /** What they are. */
  kind: UnitsKind;
  /** Whether the evidence is clear; false if there are few values, or if they suit another kind as well. */
  sure: boolean;
  /** For `'logarithms'`: their base, if the values show it. */
  base?: number;
  /** The total to which every cell was brought, before the logarithm if there is one. Absent if totals differ. */
  targetSum?: number;
  /** For `'scaled'`: whether the means of most genes are near 0. */
  centred?: boolean;
  /** For `'logarithms'` that aren't sure: whether a few values are much larger than the others, as among counts. */
  skewed?: boolean;
}
