import { sameLength } from '../check/checks.js';
import { badType } from '../check/errors.js';
import type { AnnData } from './anndata.js';
import { columnLength } from './column.js';

function checkTable(argument: string, table: AnnData['obs'], entries: number, of: string): void {
  for (const [name, column] of Object.entries(table)) {
    sameLength(`${argument}['${name}']`, columnLength(column), entries, of);
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
