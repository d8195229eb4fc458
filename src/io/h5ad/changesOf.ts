import type { Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import type { AnnData, H5adSource } from '../anndata.js';
import { pathOf, type Reader, type Writer } from '../hdf5/h5.js';
import { sameValue } from '../sameValue.js';
import { editMatrices, matrixEdit } from './editMatrices.js';
import { editTable } from './editTable.js';
import { editUns } from './editUns.js';
import { readLegacyTables } from './legacyTables.js';
import { pathOfVar, pathOfX } from './pathOfX.js';
import { readMatrix } from './read/readMatrix.js';
import { rootOf } from './rootOf.js';
import { type Edit, elementAt } from './write/applyEdits.js';

/** Changes of a file. */
export interface Changes {
  edits: Edit[];
  /** To be called with the root once the edits are done. */
  finish: ((root: Group) => void)[];
}

/** What a file is to hold. */
export type Parts = Partial<Omit<AnnData, 'source'>>;

/** The part of a file that is looked at. */
export type View = Omit<H5adSource, 'file' | 'version'>;

/** How a file is to be changed. */
export interface ChangeOptions {
  view: View;
  /** Whether to add the parts to what is there, instead of making the readable part of it equal. */
  add: boolean;
}

function editX(reader: Reader, root: Group, x: AnnData['x'], view: string): Edit[] {
  const path = pathOfX(root, view);
  if (sameValue(x, readMatrix(reader, elementAt(root, path)))) return [];
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

function changesOfRoot(
  context: Reader & Writer,
  root: Group,
  { x, obs = {}, var: vars = {}, obsNames, varNames, obsm = {}, layers = {}, uns = {}, skipped }: Parts,
  { view, add }: ChangeOptions,
): Changes {
  const kept = new Set(skipped);
  const legacy = readLegacyTables(context, root, view.x, !add);
  const how = { add, kept };
  const tables = [
    editTable(context, root, { ...how, path: ['obs'], columns: obs, names: obsNames, legacy: legacy.obs }),
    editTable(context, root, {
      ...how,
      path: pathOfVar(root, view.x),
      columns: vars,
      names: varNames,
      legacy: legacy.var,
    }),
  ];
  const [rows, columns] = tables.map((table) => table.rows) as [number, number];
  const edits = [
    ...(x ? editX(context, root, x, view.x) : []),
    ...tables.flatMap((table) => table.edits),
    ...editMatrices(context, root, 'obsm', obsm, { ...how, rows }),
    ...editLayers(context, root, layers, view.x, { ...how, rows, columns }),
    ...editUns(context, root, ['uns'], uns, add ? undefined : legacy.uns),
  ];
  // Categories stand with their column now.
  const converted = tables.every((table) => table.edits.length > 0) ? legacy.joined : [];
  edits.push(
    ...converted.filter((name) => !Object.hasOwn(uns, name)).map((name) => ({ path: ['uns', name] })),
  );
  return { edits, finish: tables.flatMap(({ finish }) => finish ?? []) };
}

/** Compares what a file, or one modality of it, is to hold with what it holds. */
export function changesOf(writer: Writer, file: Group, parts: Parts, options: ChangeOptions): Changes {
  const { modality, encoding } = options.view;
  const root = rootOf(file, modality, writer.caller);
  const { skipped: leaveOut = [] } = parts;
  const context = { ...writer, skipped: [], leaveOut, ...(encoding === undefined ? {} : { encoding }) };
  const { edits, finish } = changesOfRoot(context, root, parts, options);
  const above = pathOf(root).split('/').filter(Boolean);
  return {
    edits: edits.map((edit) => ({ ...edit, path: [...above, ...edit.path] })),
    finish: finish.map((end) => (now) => end(elementAt(now, above) as Group)),
  };
}
