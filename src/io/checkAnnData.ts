import { anObject, sameLength, textList } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { shown } from '../check/values.js';
import { checkCodes } from '../matrix/categories.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import type { AnnData } from './anndata.js';
import { checkColumn, columnLength, isCategorical } from './column.js';

type Named = Readonly<Record<string, unknown>>;

/** Throws unless a part of an AnnData is an object. */
function partsOf<T extends Named>(argument: string, parts: T): [string, T[string]][] {
  anObject(argument, parts, 'an object, by name');
  return Object.entries(parts) as [string, T[string]][];
}

function checkNames(argument: string, names: readonly string[], entries: number, of: string): void {
  sameLength(argument, textList(argument, names).length, entries, of);
}

function checkTable(argument: string, table: AnnData['obs'], entries: number, of: string): void {
  for (const [name, column] of partsOf(argument, table)) {
    const own = `${argument}['${name}']`;
    checkColumn(own, column);
    sameLength(own, columnLength(column), entries, of);
    if (isCategorical(column)) checkCodes(own, column.codes, column.categories.length);
  }
}

/** Throws unless every part is what it should be and has one entry for every cell or gene of x. */
export function checkAnnData(argument: string, adata: AnnData): void {
  if (typeof adata !== 'object' || adata === null || !adata.x?.shape) {
    throw badType({ argument, expected: 'an AnnData with x', received: shown(adata) });
  }
  const [cells, genes] = checkMatrix(`${argument}: x`, adata.x).shape;
  checkNames(`${argument}: obsNames`, adata.obsNames, cells, 'cell');
  checkNames(`${argument}: varNames`, adata.varNames, genes, 'gene');
  checkTable(`${argument}: obs`, adata.obs, cells, 'cell');
  checkTable(`${argument}: var`, adata.var, genes, 'gene');
  for (const [name, matrix] of partsOf(`${argument}: obsm`, adata.obsm)) {
    const [rows] = checkMatrix(`${argument}: obsm['${name}']`, matrix).shape;
    sameLength(`${argument}: obsm['${name}']`, rows, cells, 'cell');
  }
  for (const [name, matrix] of partsOf(`${argument}: layers`, adata.layers)) {
    const [rows, columns] = checkMatrix(`${argument}: layers['${name}']`, matrix).shape;
    sameLength(`${argument}: layers['${name}']`, rows, cells, 'cell');
    sameLength(`${argument}: layers['${name}']`, columns, genes, 'gene');
  }
  partsOf(`${argument}: uns`, adata.uns);
}
