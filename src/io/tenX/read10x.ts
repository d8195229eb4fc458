import { oneOf, optional, text, trueOrFalse } from '../../check/checks.js';
import { badType } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import type { AnnData } from '../anndata.js';
import type { FileSource } from '../file/openFile.js';
import { type ReadText, type TextOptions, textOptions } from '../file/readLimits.js';
import { asCaller } from '../hdf5/asCaller.js';
import { runH5 } from '../hdf5/thread/runH5.js';
import { printable } from '../printable.js';
import type { FeatureChoice } from './featureTable.js';
import { findFiles, isMatrixPath, type TenXFiles } from './findFiles.js';
import { readFolder } from './readFolder.js';
import { tenXTask } from './tenXTask.js';

/** Options of {@link read10x}. */
export interface Read10xOptions extends TextOptions {
  /** Whether features of other types are left out: antibodies, guides, peaks, …. Default true. Cell Ranger 2 knows no types. */
  geneExpressionOnly?: boolean;
  /** What the genes are called: 'symbols' (the others become `var.gene_ids`) or 'ids' (`var.gene_symbols`). Default 'symbols'. */
  names?: 'symbols' | 'ids';
  /** Whether repeated names get a number, as {@link makeUnique} gives them; symbols do repeat. Default true. */
  makeUnique?: boolean;
  /** What the names of the three files begin with, as on GEO: 'GSM123_sample_'. Default: what there is, if there is one matrix. */
  prefix?: string;
  /** The genome to keep, of an HDF5 file with several. Default: all; a file of Cell Ranger 2 with several needs it. */
  genome?: string;
}

const table = {
  geneExpressionOnly: (argument, given = true) => trueOrFalse(argument, given),
  names: (argument, given = 'symbols') => oneOf(argument, given, ['symbols', 'ids']),
  makeUnique: (argument, given = true) => trueOrFalse(argument, given),
  prefix: optional(text),
  genome: optional(text),
  ...textOptions,
} satisfies OptionTable<Read10xOptions>;

type Bytes = string | Uint8Array | ArrayBuffer;

async function readFile(
  source: Bytes,
  choice: FeatureChoice,
  { maxBytes, signal }: ReadText,
): Promise<AnnData> {
  const watch = { caller: 'read10x', signal, maxBytes };
  const read = () => runH5(tenXTask, source, { choice, maxBytes }, watch);
  return printable(await asCaller('read10x', read));
}

const isFiles = (source: object): source is TenXFiles =>
  'matrix' in source && 'features' in source && 'barcodes' in source;

async function isFolder(path: string): Promise<boolean> {
  return nodeFiles()
    .stat(path)
    .then(
      (found) => found.isDirectory(),
      () => false,
    );
}

/**
 * Reads what Cell Ranger, STARsolo and others write for 10x Genomics: a folder with `matrix.mtx`, `barcodes.tsv` and `features.tsv`
 * (`genes.tsv` before Cell Ranger 3), each plain or packed with gzip, with or without a prefix as on GEO; or an HDF5 file (`.h5`) of any
 * version, also as CellBender writes it. HDF5 needs the optional package h5wasm (`npm install h5wasm`).
 *
 * As `scanpy.read_10x_mtx` and `read_10x_h5`, with unique names in both cases.
 *
 * @param source - A folder, the matrix in it, or the path of an HDF5 file (in Node); the bytes of an HDF5 file; or the three files
 * `{ matrix, features, barcodes }`, each a path, bytes or a Blob.
 * @returns Counts as CSR [cells, genes], barcodes as `obsNames`; in `var`: `gene_ids`, and `feature_types` and `genome` if there are any.
 * @throws RangeError if files are missing, there are several matrices and no `prefix`, or no gene expression; Error with the code
 * `ZBIO_BAD_FILE`, with the line or element, what was expected and what was found, if a file is damaged, incomplete, contradicts another,
 * or declares more than a file of its size can hold; the reason of `signal` if it was aborted.
 * @example
 * ```ts
 * const adata = await read10x('filtered_feature_bc_matrix');
 * const fromGeo = await read10x('GSE123', { prefix: 'GSM456_patient1_' });
 * const proteinsToo = await read10x('filtered_feature_bc_matrix.h5', { geneExpressionOnly: false });
 * ```
 */
export async function read10x(
  source: FileSource | TenXFiles,
  options: Read10xOptions = {},
): Promise<AnnData> {
  const { prefix, maxBytes, signal, onProgress, ...choice } = readOptions('read10x', options, table);
  const reading = { maxBytes, signal, onProgress };
  if (typeof source === 'string' && inNode()) {
    const asFolder = isMatrixPath(source) || (await isFolder(source));
    return asFolder
      ? readFolder(await findFiles(source, prefix), choice, reading)
      : readFile(source, choice, reading);
  }
  if (source instanceof Blob) return readFile(await source.arrayBuffer(), choice, reading);
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return readFile(source, choice, reading);
  if (typeof source === 'object' && source !== null && isFiles(source)) {
    return readFolder(source, choice, reading);
  }
  const expected = `${inNode() ? 'a path, ' : ''}the bytes of an HDF5 file, or { matrix, features, barcodes }`;
  throw badType({ argument: 'read10x: source', expected, received: shown(source) });
}
