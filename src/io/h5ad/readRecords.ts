import type { CompoundMember, Dataset } from 'h5wasm';
import type { Matrix } from '../../matrix/matrix.js';
import type { Column } from '../column.js';
import { guarded, kindOf, narrow } from './readValues.js';

function toMatrix(rows: number[][], columns: number): Matrix {
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    data.set(row, i * columns);
  });
  return { data, shape: [rows.length, columns] };
}

function fieldValues(member: CompoundMember, values: unknown[]): Column | Matrix | undefined {
  const columns = member.array_type?.shape?.[0];
  if (columns !== undefined) return toMatrix(values as number[][], columns);
  const kind = kindOf(member, true);
  if (kind === 'strings') return values as string[];
  if (kind === 'booleans') return values.map(Boolean);
  if (kind !== 'numbers') return undefined;
  const numbers = Float64Array.from(values, Number);
  if (member.type === 0) return narrow(numbers);
  return member.size === 8 ? numbers : Float32Array.from(numbers);
}

/** Reads a dataset of records as one column per field, in order; undefined for a field without a counterpart here. */
export function readRecords(dataset: Dataset): [name: string, values: Column | Matrix | undefined][] {
  const rows = guarded(dataset, () => dataset.value) as unknown[][];
  const members = dataset.metadata.compound_type?.members ?? [];
  return members.map((member, i) => [
    member.name,
    fieldValues(
      member,
      rows.map((row) => row[i]),
    ),
  ]);
}
