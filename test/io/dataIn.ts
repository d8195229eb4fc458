import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { isZbioError } from '../../src/check/isZbioError.js';
import type { AnnData } from '../../src/io/anndata.js';
import { columnText } from '../../src/io/column.js';
import { toDense } from '../../src/matrix/toDense.js';

/** What scanpy or pandas read of a file: see test/reference/dataIn.py. */
export interface Expected {
  source: string;
  obsNames: string[];
  varNames: string[];
  x: number[][];
  var: Record<string, string[]>;
}

const folder = new URL('../reference/', import.meta.url);

/** What was read of each file, by name. */
export const expected: Record<string, Expected> = JSON.parse(
  readFileSync(new URL('dataIn.json', folder), 'utf8'),
);

/** Path of a file that Python wrote, or, in `dataInR`, R. */
export const pathOf = (name: string, inside = 'dataIn'): string =>
  new URL(`${inside}/${name}`, folder).pathname;

/** Expression as rows. */
export function rowsOf({ x }: AnnData): number[][] {
  const { data, shape } = toDense(x);
  return Array.from({ length: shape[0] }, (_, i) => Array.from(data.slice(i * shape[1], (i + 1) * shape[1])));
}

const rounded = (rows: readonly number[][]) => rows.map((row) => Array.from(Float32Array.from(row)));

/** The same description of cells that were read here. */
export function describeCells(adata: AnnData, source: string): Expected {
  const columns = Object.entries(adata.var).map(([name, column]) => [name, columnText(column)]);
  const { obsNames, varNames } = adata;
  return { source, obsNames, varNames, x: rowsOf(adata), var: Object.fromEntries(columns) };
}

/** Compares cells with what another library read of the file; values in float32. */
export function expectSame(adata: AnnData, name: string): void {
  const wanted = expected[name]!;
  expect(describeCells(adata, wanted.source)).toEqual({ ...wanted, x: rounded(wanted.x) });
}

/** The text of a file as bytes. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Checks that damage ends in a value or in a clear error. Returns the error. */
export async function errorOf(read: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    expect(isZbioError(error) ? undefined : error).toBeUndefined();
    expect((error as Error).message.length).toBeLessThan(1000);
    return error as Error;
  }
}
