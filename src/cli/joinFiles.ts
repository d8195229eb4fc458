import { basename, extname } from 'node:path';
import { badValue } from '../check/errors.js';
import { grouped } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import type { AnnData } from '../io/anndata.js';
import { concat } from '../io/concat.js';
import type { ReadCells } from './cells.js';
import type { Shell } from './shell/shell.js';

/** Column of obs that names the file of each cell. */
export const fileColumn = 'file';

/** What names of files end with that doesn't tell samples apart, as in `GSM1_a_matrix.mtx.gz`. */
const endings = /(?<=.)(_?matrix\.mtx(\.gz)?|\.(csv|tsv|tab|txt|mtx)(\.gz)?)$/i;

function withoutEnding(path: string): string {
  const short = path.replace(endings, '');
  return short === path ? path.slice(0, path.length - extname(path).length) : short;
}

/** Names of files as batches: without folder and ending where that tells them apart. */
export function batchNames(files: readonly string[]): string[] {
  const short = files.map((file) => withoutEnding(basename(file)));
  if (new Set(short).size === files.length) return short;
  const long = files.map(withoutEnding);
  if (new Set(long).size === files.length) return long;
  const repeated = files.find((file, i) => files.indexOf(file) !== i) ?? files[0]!;
  throw badValue({ argument: 'files', expected: 'each file once', received: `'${repeated}' twice` });
}

function unitsOf({ counts, preprocessing: { targetSum } }: ReadCells): string {
  if (counts) return 'counts';
  return targetSum === undefined ? 'other values' : `values normalised to ${targetSum}`;
}

function checkUnits(files: readonly string[], read: readonly ReadCells[]): void {
  const units = read.map(unitsOf);
  const other = units.findIndex((found) => found !== units[0]);
  if (other < 0) return;
  const kind = (i: number) => `${units[i]} in '${files[i]}'`;
  const next = 'Name a layer that holds the same in all (--layer), or say what the values are (--input).';
  const received = `${kind(0)} and ${kind(other)}`;
  throw badValue({ argument: 'files', expected: 'the same units in all files', received, next });
}

/** Joins the cells of several files by the genes that all of them have; the file of each cell goes into `obs['file']`. */
export function joinFiles(
  files: readonly string[],
  read: readonly ReadCells[],
  { progress }: Shell,
): ReadCells {
  checkUnits(files, read);
  const names = batchNames(files);
  const left = [...new Set(read.flatMap(({ adata: { skipped = [] } }) => skipped))];
  if (left.length) progress.line(`not carried over to the joined cells: ${listed(left)}`);
  const joined = (pick: (cells: ReadCells) => AnnData): AnnData => {
    const parts = read.map((cells, i) => [names[i]!, pick(cells)] as const);
    return concat(Object.fromEntries(parts), { label: fileColumn });
  };
  const adata = joined((cells) => cells.adata);
  const genes = read.map(({ adata: { varNames } }) => grouped(varNames.length));
  const [cells, common] = adata.x.shape;
  progress.line(
    `joined ${files.length} files: ${grouped(cells)} cells; ${grouped(common)} genes in common of ${listed(genes)}`,
  );
  return { ...read[0]!, adata, normalised: joined((part) => part.normalised) };
}
