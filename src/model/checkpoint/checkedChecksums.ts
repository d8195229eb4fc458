import { badValue } from '../../check/errors.js';
import type { Labels } from '../../matrix/labels.js';
import { type CsrMatrix, isCsr, type Matrix } from '../../matrix/matrix.js';
import type { TrainingSet } from '../../train/minibatch.js';
import { crc32 } from '../file/crc32.js';

const piece = 65_536;
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** The checksum of rows, dense or sparse alike: of the values other than 0 and their columns, with a mark after each row. */
function checksumOfRows(x: Matrix | CsrMatrix): number {
  const [rows, columns] = x.shape;
  const [values, places] = [new Float32Array(piece), new Int32Array(piece)];
  let [sum, held] = [0, 0];
  const add = (value: number, place: number): void => {
    values[held] = value;
    places[held++] = place;
    if (held === piece) flush();
  };
  const flush = (): void => {
    sum = crc32(bytesOf(places.subarray(0, held)), crc32(bytesOf(values.subarray(0, held)), sum));
    held = 0;
  };
  for (let row = 0; row < rows; row++) {
    const [from, to] = isCsr(x) ? [x.indptr[row]!, x.indptr[row + 1]!] : [row * columns, (row + 1) * columns];
    for (let at = from; at < to; at++) {
      const value = x.data[at]!;
      if (value !== 0) add(value, isCsr(x) ? x.indices[at]! : at - from);
    }
    add(0, -1);
  }
  flush();
  return sum;
}

const checksumOfColumn = (column: Labels | Matrix): number =>
  'codes' in column ? crc32(bytesOf(Int32Array.from(column.codes))) : crc32(bytesOf(column.data));

function checksumsOf({ x, batch, covariates = {} }: TrainingSet): Record<string, number> {
  const columns = Object.entries({ batch, ...covariates });
  const sums = columns.map(([name, column]) => [name, checksumOfColumn(column)] as const);
  return { x: checksumOfRows(x), ...Object.fromEntries(sums) };
}

/**
 * Checksums of x and of every column by name.
 *
 * @param earlier - Those of the run that is resumed.
 * @throws RangeError if one of them differs: a run goes on with the cells of its start.
 */
export function checkedChecksums(
  set: TrainingSet,
  earlier: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const sums = checksumsOf(set);
  const other = Object.keys(earlier).find((name) => sums[name] !== earlier[name]);
  if (other === undefined) return sums;
  throw badValue({
    argument: `fit: ${other}, when resuming`,
    expected: other === 'x' ? 'the cells of the first run' : 'the column of the first run',
    received: 'other values',
    next: 'Give the same cells in the same order, or start anew.',
  });
}
