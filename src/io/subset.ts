import { matchGenes } from '../genes/matchGenes.js';
import { selectColumns } from '../matrix/selectColumns.js';
import { selectRows } from '../matrix/selectRows.js';
import type { AnnData } from './anndata.js';
import { checkAnnData } from './checkAnnData.js';
import { type Column, selectEntries } from './column.js';
import { printable } from './printable.js';
import { type Selection, selectedRows } from './selection.js';

function mapValues<A, B>(values: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

const isNames = (genes: Selection): genes is readonly string[] => typeof genes[0] === 'string';

function genesOf(genes: Selection, { varNames }: AnnData): number[] {
  const argument = 'subsetGenes: genes';
  if (!isNames(genes)) return selectedRows(argument, genes, varNames);
  return matchGenes(genes, varNames, {
    argument,
    ifMissing: 'A model fills them itself: transform(x, { genes: adata.varNames }).',
    ifRepeated:
      'Select by number instead. Names that occur several times can be made unique: makeUnique(adata).',
  });
}

/**
 * Selects genes, in the given order, in every part: x, layers, var and varNames. Parts per cell are shared with `adata`,
 * not copied.
 *
 * @param genes - Names, numbers, or a mask such as that of `highlyVariableGenes`.
 * @throws RangeError on names that don't occur (how many, the first few, and how they are written instead, if case or an Ensembl
 * version differ) or that aren't unique, a number out of range,
 * or a mask of another length.
 * @example
 * ```ts
 * const small = subsetGenes(adata, highlyVariableGenes(x, { count: 1000 }).mask);
 * ```
 */
export function subsetGenes(adata: AnnData, genes: Selection): AnnData {
  checkAnnData('subsetGenes: adata', adata);
  const rows = genesOf(genes, adata);
  const { source, ...parts } = adata;
  return printable({
    ...parts,
    x: selectColumns(adata.x, rows),
    var: mapValues(adata.var, (column: Column) => selectEntries(column, rows)),
    varNames: rows.map((row) => adata.varNames[row]!),
    layers: mapValues(adata.layers, (matrix) => selectColumns(matrix, rows)),
  });
}

/**
 * Selects cells, in the given order, in every part: x, layers, obs, obsNames and obsm. Parts per gene are shared with
 * `adata`, not copied.
 *
 * @param cells - Numbers, names, or a mask with one true / false per cell.
 * @throws RangeError on a number out of range, a name that doesn't occur or isn't unique, or a mask of another length.
 * @example
 * ```ts
 * const batch = labels(adata.obs, 'batch');
 * const first = subsetCells(adata, batch.map((name) => name === 'donor 1'));
 * ```
 */
export function subsetCells(adata: AnnData, cells: Selection): AnnData {
  checkAnnData('subsetCells: adata', adata);
  const rows = selectedRows('subsetCells: cells', cells, adata.obsNames);
  const { source, ...parts } = adata;
  return printable({
    ...parts,
    x: selectRows(adata.x, rows),
    obs: mapValues(adata.obs, (column: Column) => selectEntries(column, rows)),
    obsNames: rows.map((row) => adata.obsNames[row]!),
    obsm: mapValues(adata.obsm, (matrix) => selectRows(matrix, rows)),
    layers: mapValues(adata.layers, (matrix) => selectRows(matrix, rows)),
  });
}
