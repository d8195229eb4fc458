import type { Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import type { AnnData } from '../anndata.js';
import type { Reader, Writer } from '../hdf5/h5.js';
import { sameValue } from '../sameValue.js';
import { editMatrices, matrixEdit } from './editMatrices.js';
import { editTable } from './editTable.js';
import { editUns } from './editUns.js';
import { readLegacyTables } from './legacyTables.js';
import { pathOfVar, pathOfX } from './pathOfX.js';
import { readMatrix } from './readMatrix.js';
import { type Edit, elementAt } from './write/applyEdits.js';

/** Changes of a file. */
export interface Changes {
  edits: Edit[];
  /** To be called with the root once the edits are done. */
  finish: ((root: Group) => void)[];
}

/** What a file is to hold. */
export type Parts = Partial<Omit<AnnData, 'source' | 'skipped'>>;

function editX(root: Group, x: AnnData['x'], view: string): Edit[] {
  const path = pathOfX(root, view);
  if (sameValue(x, readMatrix(elementAt(root, path)))) return [];
  // Expression that came from a layer, and was then changed, is another X; the layer is in `layers`.
  return [matrixEdit(view === 'raw' ? path : ['X'], x)];
}

function editLayers(
  context: Reader & Writer,
  root: Group,
  layers: AnnData['layers'],
  view: string,
  how: Parameters<typeof editMatrices>[4],
): Edit[] {
  if (view !== 'raw') return editMatrices(context, root, 'layers', layers, how);
  const [name] = Object.keys(layers);
  if (name === undefined) return [];
  const argument = `${context.caller}: layers['${name}']`;
  const expected = "no layer for raw's genes, because an h5ad file has layers for the genes of X only";
  throw badValue({ argument, expected, received: 'one', next: `Put it into obsm['${name}'].` });
}

/**
 * Compares what a file is to hold with what it holds.
 *
 * @param view - Where `x` came from: 'X', the name of a layer, or 'raw', whose genes `var` then describes.
 * @param add - Whether to add the parts to what is there, instead of making the readable part of it equal.
 */
export function changesOf(
  context: Reader & Writer,
  root: Group,
  { x, obs = {}, var: vars = {}, obsNames, varNames, obsm = {}, layers = {}, uns = {} }: Parts,
  view: string,
  add: boolean,
): Changes {
  const legacy = readLegacyTables(context, root, view, !add);
  const tables = [
    editTable(context, root, { path: ['obs'], columns: obs, names: obsNames, add, legacy: legacy.obs }),
    editTable(context, root, {
      path: pathOfVar(root, view),
      columns: vars,
      names: varNames,
      add,
      legacy: legacy.var,
    }),
  ];
  const [rows, columns] = tables.map((table) => table.rows) as [number, number];
  const edits = [
    ...(x ? editX(root, x, view) : []),
    ...tables.flatMap((table) => table.edits),
    ...editMatrices(context, root, 'obsm', obsm, { add, rows }),
    ...editLayers(context, root, layers, view, { add, rows, columns }),
    ...editUns(context, root, ['uns'], uns, add ? undefined : legacy.uns),
  ];
  return { edits, finish: tables.flatMap(({ finish }) => finish ?? []) };
}
