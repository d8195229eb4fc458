import { badValue } from '../check/errors.js';
import type { AnnData } from './anndata.js';
import { checkColumn, checkList, checkMatrix, checkName } from './checkElement.js';
import { checkUns } from './checkUns.js';

/** The name of the column that holds the names of the rows. */
export const rowNames = '_index';

/** The most columns whose names fit into HDF5's header of a table. */
const mostColumns = 4090;

/** Checks that a table can have columns of these names. */
export function checkColumns(argument: string, names: readonly string[], index: string = rowNames): void {
  if (names.includes(index)) {
    const expected = `no column '${index}', the name of the row names`;
    throw badValue({ argument, expected, received: 'one', next: 'Rename it.' });
  }
  if (names.length <= mostColumns) return;
  const next = 'Put them together as a matrix, in obsm.';
  throw badValue({ argument, expected: `at most ${mostColumns} columns`, received: `${names.length}`, next });
}

function checkTable(argument: string, table: AnnData['obs'], names: readonly string[]): void {
  checkList(`${argument}Names`, names);
  checkColumns(argument, Object.keys(table));
  for (const [name, column] of Object.entries(table)) {
    checkName(argument, name);
    checkColumn(`${argument}['${name}']`, column);
  }
}

/** Checks that everything in `adata` can be written to an h5ad file of its own. */
export function checkContents(caller: string, adata: AnnData): void {
  checkMatrix(`${caller}: x`, adata.x);
  checkTable(`${caller}: obs`, adata.obs, adata.obsNames);
  checkTable(`${caller}: var`, adata.var, adata.varNames);
  for (const part of ['obsm', 'layers'] as const) {
    for (const [name, matrix] of Object.entries(adata[part])) {
      checkName(`${caller}: ${part}`, name);
      checkMatrix(`${caller}: ${part}['${name}']`, matrix);
    }
  }
  checkUns(`${caller}: uns`, adata.uns);
}
