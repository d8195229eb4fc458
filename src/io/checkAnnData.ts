import { sameLength } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { checkCodes } from '../matrix/categories.js';
import type { AnnData } from './anndata.js';
import { columnLength, isCategorical } from './column.js';

function checkTable(argument: string, table: AnnData['obs'], entries: number, of: string): void {
  for (const [name, column] of Object.entries(table)) {
    const own = `${argument}['${name}']`;
    sameLength(own, columnLength(column), entries, of);
    if (isCategorical(column)) checkCodes(own, column.codes, column.categories.length);
  }
}

/** Throws unless every part has one entry for every cell or gene of x. */
export function checkAnnData(argument: string, adata: AnnData): void {
  if (typeof adata !== 'object' || adata === null || !adata.x?.shape) {
    throw badType({ argument, expected: 'an AnnData with x', received: String(adata) });
  }
  const [cells, genes] = adata.x.shape;
  sameLength(`${argument}: obsNames`, adata.obsNames.length, cells, 'cell');
  sameLength(`${argument}: varNames`, adata.varNames.length, genes, 'gene');
  checkTable(`${argument}: obs`, adata.obs, cells, 'cell');
  checkTable(`${argument}: var`, adata.var, genes, 'gene');
  for (const [name, matrix] of Object.entries(adata.obsm)) {
    sameLength(`${argument}: obsm['${name}']`, matrix.shape[0], cells, 'cell');
  }
  for (const [name, matrix] of Object.entries(adata.layers)) {
    sameLength(`${argument}: layers['${name}']`, matrix.shape[0], cells, 'cell');
    sameLength(`${argument}: layers['${name}']`, matrix.shape[1], genes, 'gene');
  }
}
