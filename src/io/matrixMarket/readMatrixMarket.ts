import { trueOrFalse } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import { createAnnData } from '../createAnnData.js';
import { type FileSource, openFile } from '../file/openFile.js';
import { type TextOptions, textOptions } from '../file/readLimits.js';
import { readMatrix } from './readMatrix.js';

/** Options of {@link readMatrixMarket}. */
export interface ReadMatrixMarketOptions extends TextOptions {
  /** Whether the file holds genes x cells, as those of 10x Genomics and most from R do. Default false: cells x genes. */
  transpose?: boolean;
}

const table = {
  transpose: (argument, given = false) => trueOrFalse(argument, given),
  ...textOptions,
} satisfies OptionTable<ReadMatrixMarketOptions>;

/**
 * Reads a Matrix Market file (`.mtx`, `.mtx.gz`), as R's `Matrix::writeMM` and SciPy's `mmwrite` write them: coordinate (read as CSR,
 * repeated entries summed) or array (read as dense); real, integer or pattern (every entry is 1); general, symmetric or
 * skew-symmetric. Values become float32. gzip is recognised by its first bytes. The file is read piece by piece and never held as text.
 *
 * Such a file has no names: cells and genes are called '0', '1', …; assign `obsNames` and `varNames` where you have them.
 * {@link read10x} reads the folders of 10x Genomics with their names.
 *
 * @param source - A path (in Node), the bytes of the file, or a Blob such as the `File` of an `<input type="file">`.
 * @returns Expression with the rows of the file as cells, or its columns with `transpose`. [cells, genes]
 * @throws RangeError if the file can't be read; Error with the code `ZBIO_BAD_FILE`, with the line, what was expected and what was found,
 * if it is damaged, incomplete, or declares more than a file of its size can hold; the reason of `signal` if it was aborted.
 * @example
 * ```ts
 * const adata = await readMatrixMarket('counts.mtx.gz', { transpose: true });
 * const named = { ...adata, varNames: genes, obsNames: barcodes };
 * ```
 */
export async function readMatrixMarket(
  source: FileSource,
  options: ReadMatrixMarketOptions = {},
): Promise<AnnData> {
  const { transpose, ...reading } = readOptions('readMatrixMarket', options, table);
  const file = await openFile('readMatrixMarket', source);
  return createAnnData(await readMatrix(file, { transpose, ...reading }));
}
