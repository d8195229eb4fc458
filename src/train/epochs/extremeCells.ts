import { listed } from '../../check/quoted.js';
import { copyRows } from '../../matrix/copyRows.js';
import type { TrainingSet } from '../minibatch.js';
import type { TrainingJob } from './trainingJob.js';

/** The value of a cell that is farthest from 0. */
interface Extreme {
  /** Row of x. */
  cell: number;
  value: number;
  /** Where it is in the cell. */
  place: string;
}

/** The extreme values of a minibatch. */
export interface ExtremeCells {
  /** As sentences. */
  text: string;
  /** The largest magnitude. */
  largest: number;
}

const cellsShown = 3;

function written(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential();
}

/** The value of each row that is farthest from 0. */
function extremesOf(
  data: Float32Array,
  columns: number,
  part: Int32Array,
  place: (column: number) => string,
): Extreme[] {
  return Array.from(part, (cell, i) => {
    const row = data.subarray(i * columns, (i + 1) * columns);
    let at = 0;
    row.forEach((value, column) => {
      if (Math.abs(value) > Math.abs(row[at]!)) at = column;
    });
    return { cell, value: row[at] ?? 0, place: place(at) };
  });
}

function covariateExtremes({ covariates = {} }: TrainingSet, part: Int32Array): Extreme[] {
  return Object.entries(covariates).flatMap(([name, column]) => {
    if ('codes' in column) return [];
    return extremesOf(copyRows(column, part).data, column.shape[1], part, () => `covariate '${name}'`);
  });
}

/** Describes the cells of a minibatch by their most extreme values, and names those without any. */
export function extremeCells(
  { set, cells: { genes, logNormalised } = { logNormalised: false } }: Pick<TrainingJob, 'set' | 'cells'>,
  part: Int32Array,
): ExtremeCells {
  const geneName = (gene: number): string => `gene ${gene}${genes ? ` ('${genes[gene]}')` : ''}`;
  const ofX = extremesOf(copyRows(set.x, part).data, set.x.shape[1], part, geneName);
  const all = [...ofX, ...covariateExtremes(set, part)];
  const top = all.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, cellsShown);
  const { categories, codes } = set.batch;
  const batchOf = (cell: number): string =>
    categories.length > 1 ? ` (batch '${categories[codes[cell]!]}')` : '';
  const shown = top.map(
    ({ cell, place, value }) => `${written(value)} in cell ${cell}${batchOf(cell)}, ${place}`,
  );
  const scale = logNormalised ? ', after log-normalisation' : '';
  const empty = ofX
    .filter(({ value }) => value === 0)
    .map(({ cell }) => cell)
    .sort((a, b) => a - b);
  const emptied = empty.length ? ` Cells without any value: ${listed(empty.map(String), 5)}.` : '';
  return {
    text: `Most extreme values of its ${part.length} cells${scale}: ${shown.join('; ')}.${emptied}`,
    largest: Math.abs(top[0]?.value ?? 0),
  };
}
