import { badValue } from '../../check/errors.js';
import { listed, quoted } from '../../check/quoted.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import type { FileSource } from '../file/openFile.js';

/** The three files of a 10x matrix. */
export interface TenXFiles {
  /** `matrix.mtx` or `matrix.mtx.gz`: genes x cells. */
  matrix: FileSource;
  /** `features.tsv.gz`, or `genes.tsv` before Cell Ranger 3. */
  features: FileSource;
  /** `barcodes.tsv` or `barcodes.tsv.gz`. */
  barcodes: FileSource;
}

const matrixName = /^(.*?)matrix\.mtx(\.gz)?$/;

/** Whether a path is that of the matrix itself. */
export function isMatrixPath(path: string): boolean {
  return matrixName.test(path.split(/[/\\]/).at(-1)!);
}

function noMatrix(folder: string, received: string, next?: string): Error {
  const expected = "a folder with 'matrix.mtx' or 'matrix.mtx.gz'";
  const argument = 'read10x: source';
  return badValue({
    argument,
    expected,
    received: `'${folder}' with ${received}`,
    ...(next ? { next } : {}),
  });
}

/** The folders in a folder that hold a matrix: Cell Ranger's `outs` has several. */
async function matrixFoldersIn(folder: string, names: readonly string[]): Promise<string[]> {
  const { readdir } = nodeFiles();
  const found: string[] = [];
  for (const name of names.slice(0, 50)) {
    const inside = await readdir(`${folder}/${name}`).catch(() => []);
    if (inside.some(isMatrixPath)) found.push(name);
  }
  return found;
}

async function choosePrefix(folder: string, names: readonly string[], wanted?: string): Promise<string> {
  const prefixes = [...new Set(names.flatMap((name) => matrixName.exec(name)?.[1] ?? []))];
  if (prefixes.length === 0) {
    const [inside] = await matrixFoldersIn(folder, names);
    const next = inside === undefined ? undefined : `Name the folder in it: read10x('${folder}/${inside}').`;
    throw noMatrix(folder, listed(names) || 'nothing in it', next);
  }
  if (wanted === undefined && prefixes.length === 1) return prefixes[0]!;
  if (wanted !== undefined && prefixes.includes(wanted)) return wanted;
  const received =
    wanted === undefined ? `none, for a folder with ${prefixes.length} matrices` : `'${wanted}'`;
  const next = `Name one: read10x('${folder}', { prefix: '${prefixes[0]}' }).`;
  throw badValue({ argument: 'read10x: prefix', expected: `one of ${quoted(prefixes)}`, received, next });
}

function pick(folder: string, names: readonly string[], candidates: readonly string[]): string {
  const found = candidates.flatMap((name) => [`${name}.gz`, name]).find((name) => names.includes(name));
  if (found !== undefined) return `${folder}/${found}`;
  const received = `'${folder}' with ${listed(names)}`;
  const expected = `a folder with ${candidates.map((name) => `'${name}' or '${name}.gz'`).join(', or ')}`;
  throw badValue({ argument: 'read10x: source', expected, received });
}

/**
 * Finds the three files of a 10x matrix in a folder. On GEO, their names have a prefix.
 *
 * @param path - The folder, or the matrix in it.
 * @throws RangeError if they aren't there, or if there are several matrices and no prefix was given.
 */
export async function findFiles(path: string, prefix: string | undefined): Promise<TenXFiles> {
  const { dirname, basename } = globalThis.process.getBuiltinModule('node:path');
  const [folder, file] = isMatrixPath(path) ? [dirname(path), basename(path)] : [path, undefined];
  const names = await nodeFiles()
    .readdir(folder)
    .catch(({ message }: Error) => {
      const expected = 'a folder, or an HDF5 file, that can be read';
      throw badValue({ argument: 'read10x: source', expected, received: `'${path}' (${message})` });
    });
  const start = file === undefined ? await choosePrefix(folder, names, prefix) : matrixName.exec(file)![1]!;
  return {
    matrix: file === undefined ? pick(folder, names, [`${start}matrix.mtx`]) : path,
    features: pick(folder, names, [`${start}features.tsv`, `${start}genes.tsv`]),
    barcodes: pick(folder, names, [`${start}barcodes.tsv`]),
  };
}
