import { oneOf, optional, text } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { listed } from '../check/quoted.js';
import { shown } from '../check/values.js';
import { joinRows } from '../matrix/joinRows.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { placeColumns } from '../matrix/placeColumns.js';
import type { AnnData } from './anndata.js';
import { categorical } from './categorical.js';
import { checkAnnData } from './checkAnnData.js';
import type { Column } from './column.js';
import { joinColumns } from './joinColumns.js';
import { printable } from './printable.js';

/** Options of {@link concat}. */
export interface ConcatOptions {
  /** Which genes are kept: those that all parts have, 'inner' (default), or those of any part, 'outer', with 0 where a part has none. */
  join?: 'inner' | 'outer';
  /** Name of a new column of obs that holds the key of each cell's part; default none. */
  label?: string;
}

const table = {
  join: (argument, given = 'inner') => oneOf(argument, given, ['inner', 'outer']),
  label: optional(text),
} satisfies OptionTable<ConcatOptions>;

/** Names that occur in all parts, in the order of the first. */
function inAll(names: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = names.map((list) => [...new Set(list)]);
  const sets = others.map((list) => new Set(list));
  return first.filter((name) => sets.every((set) => set.has(name)));
}

function refuseRepeated(key: string, names: readonly string[]): void {
  const seen = new Set<string>();
  const repeated = names.find((name) => seen.size === seen.add(name).size);
  if (repeated === undefined) return;
  const next = 'Give genes that occur several times names of their own, or leave them out (subsetGenes).';
  const argument = `concat: genes of '${key}'`;
  throw badValue({ argument, expected: 'names that occur once', received: `'${repeated}' twice`, next });
}

function joinGenes(parts: readonly (readonly [string, AnnData])[], join: 'inner' | 'outer'): string[] {
  for (const [key, { varNames }] of parts) refuseRepeated(key, varNames);
  return join === 'outer' ? [...new Set(parts.flatMap(([, { varNames }]) => varNames))] : commonGenes(parts);
}

function commonGenes(parts: readonly (readonly [string, AnnData])[]): string[] {
  const genes = inAll(parts.map(([, { varNames }]) => varNames));
  if (genes.length) return genes;
  const received = parts.slice(0, 10).map(([key, { varNames }]) => `'${varNames[0]}' … in '${key}'`);
  const next = 'Use the same kind of names in all parts: symbols, or Ensembl ids without versions.';
  throw badValue({
    argument: 'concat: parts',
    expected: 'genes in common',
    received: listed(received),
    next,
  });
}

/** Selects columns, zeros where there is none; a matrix that has them already is returned itself. */
function withGenes(
  matrix: Matrix | CsrMatrix,
  names: readonly string[],
  genes: readonly string[],
): Matrix | CsrMatrix {
  if (names.length === genes.length && names.every((name, i) => name === genes[i])) return matrix;
  const columnOf = new Map(names.map((name, i) => [name, i]));
  return placeColumns(
    matrix,
    genes.map((gene) => columnOf.get(gene) ?? -1),
  );
}

function joinNames(parts: readonly (readonly [string, AnnData])[]): string[] {
  const names = parts.flatMap(([, { obsNames }]) => obsNames);
  if (new Set(names).size === names.length) return names;
  return parts.flatMap(([key, { obsNames }]) => obsNames.map((name) => `${name}-${key}`));
}

function joinObs(parts: readonly (readonly [string, AnnData])[], label: string | undefined): AnnData['obs'] {
  const names = inAll(parts.map(([, { obs }]) => Object.keys(obs)));
  const columns = names.map((name): [string, Column] => [
    name,
    joinColumns(parts.map(([, { obs }]) => obs[name]!)),
  ]);
  if (label === undefined) return Object.fromEntries(columns);
  const taken = parts.find(([, { obs }]) => Object.hasOwn(obs, label));
  if (taken) {
    const received = `'${label}', a column of '${taken[0]}'`;
    throw badValue({ argument: 'concat: label', expected: 'a name that no column of obs has', received });
  }
  const keys = parts.flatMap(([key, { obsNames }]) => obsNames.map(() => key));
  return Object.fromEntries([...columns, [label, categorical(keys)]]);
}

function joinObsm(parts: readonly (readonly [string, AnnData])[]): AnnData['obsm'] {
  const names = inAll(parts.map(([, { obsm }]) => Object.keys(obsm)));
  const widths = (name: string) => new Set(parts.map(([, { obsm }]) => obsm[name]!.shape[1]));
  const joined = names.filter((name) => widths(name).size === 1);
  return Object.fromEntries(
    joined.map((name) => [name, joinRows(parts.map(([, { obsm }]) => obsm[name]!)) as Matrix]),
  );
}

/**
 * Joins cells of several parts by their genes, as `anndata.concat` does: the cells of the first part, then those of the second, and
 * so on.
 *
 * Kept: x, obs, obsm and layers, as far as all parts have them; genes in the order of the parts. `var` and `uns` are empty.
 * Cells get the names that they had; if a name occurs in two parts, all get their part's key as an ending.
 *
 * @param parts - Cells by key; or a list, whose keys are '0', '1', ….
 * @throws RangeError if there is no part, no gene in common, a gene that occurs twice in a part, or a column named as `label`.
 * @example
 * ```ts
 * const cells = concat({ 'donor 1': await readH5ad('1.h5ad'), 'donor 2': await readH5ad('2.h5ad') }, { label: 'donor' });
 * await model.fit(cells.x, labels(cells.obs, 'donor'), { genes: cells.varNames });
 * ```
 */
export function concat(
  parts: Readonly<Record<string, AnnData>> | readonly AnnData[],
  options: ConcatOptions = {},
): AnnData {
  const { join, label } = readOptions('concat', options, table);
  if (typeof parts !== 'object' || parts === null) {
    const expected = 'cells by key, or a list of them';
    throw badType({ argument: 'concat: parts', expected, received: shown(parts) });
  }
  const named = Object.entries(parts);
  if (named.length === 0) {
    throw badValue({ argument: 'concat: parts', expected: 'at least one AnnData', received: 'none' });
  }
  for (const [key, part] of named) checkAnnData(`concat: parts['${key}']`, part);
  const genes = joinGenes(named, join);
  const joined = (pick: (part: AnnData) => Matrix | CsrMatrix) =>
    joinRows(named.map(([, part]) => withGenes(pick(part), part.varNames, genes)));
  const layers = inAll(named.map(([, part]) => Object.keys(part.layers)));
  return printable({
    x: joined(({ x }) => x),
    obs: joinObs(named, label),
    var: {},
    obsNames: joinNames(named),
    varNames: genes,
    obsm: joinObsm(named),
    layers: Object.fromEntries(layers.map((name) => [name, joined((part) => part.layers[name]!)])),
    uns: {},
  });
}
