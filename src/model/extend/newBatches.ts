import { badValue } from '../../check/errors.js';
import { listed, quoted } from '../../check/quoted.js';
import type { Categories } from '../../matrix/categories.js';
import { encodeLabels } from '../../matrix/labels.js';
import { pickRows } from '../../matrix/pickRows.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { ScaledCells } from '../map/extensionParts.js';

/** Fewer cells than this tell little of a batch's statistics. */
const fewCells = 50;

/** A batch that is to be added. */
export interface NewBatch {
  name: string;
  cells: ScaledCells;
}

function checkNew(names: readonly string[], batches: readonly string[]): void {
  const known = names.filter((name) => batches.includes(name));
  if (known.length === 0) return;
  const expected = `batches that the model doesn't have (${listed(batches)})`;
  const next =
    'Leave their cells out; transform encodes them. To map a batch again, extend the model without it.';
  throw badValue({ argument: 'extend: batch', expected, received: quoted(known), next });
}

function checkSizes(added: readonly NewBatch[], options: WarningOptions): void {
  const single = added.find(({ cells }) => cells.shape[0] < 2);
  if (single) {
    const argument = `extend: batch '${single.name}'`;
    throw badValue({ argument, expected: 'at least 2 cells', received: '1' });
  }
  const few = added.filter(({ cells }) => cells.shape[0] < fewCells).map(({ name }) => name);
  if (few.length === 0) return;
  const which = few.length === 1 ? `batch ${quoted(few)} has` : `the batches ${quoted(few)} have`;
  warn(`extend: ${which} fewer than ${fewCells} cells. Their map is uncertain.`, options);
}

/**
 * Divides cells by batch. Warns of batches with few cells.
 *
 * @param batches - Those that the model has.
 * @throws RangeError on one of these, on a batch with a single cell, and on a column that doesn't name the batch of each cell.
 */
export function newBatches(
  x: ScaledCells,
  columns: { batch?: Categories },
  { batches, ...options }: { batches: readonly string[] } & WarningOptions,
): NewBatch[] {
  const { batch, ...others } = columns;
  const other = Object.keys(others)[0];
  if (other !== undefined || batch === undefined) {
    const received = other === undefined ? 'none' : `'${other}'`;
    throw badValue({ argument: 'extend: batch', expected: 'the batch of each cell', received });
  }
  const { categories, codes } = encodeLabels('extend: batch', batch, { cells: x.shape[0], of: 'cell of x' });
  checkNew(categories, batches);
  const added = categories.map((name, code): NewBatch => {
    const rows = [...codes.keys()].filter((row) => codes[row] === code);
    return { name, cells: pickRows(x, rows) };
  });
  checkSizes(added, options);
  return added;
}
