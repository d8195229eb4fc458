/**
 * AnnData in memory and in files: columns, subsets, reading and writing of h5ad, reading of other formats.
 *
 * @module zbio/io
 */

export type { AnnData, H5adSource, UnsValue } from '../io/anndata.js';
export { categorical } from '../io/categorical.js';
export { type Categorical, type Column, columnText, type Nullable, type NumberColumn } from '../io/column.js';
export { column, labels } from '../io/columnByName.js';
export { type ConcatOptions, concat } from '../io/concat.js';
export { createAnnData } from '../io/createAnnData.js';
export { type ReadCsvOptions, readCsv } from '../io/csv/readCsv.js';
export type { FileSource } from '../io/file/openFile.js';
export type { TextOptions } from '../io/file/readLimits.js';
export { type AddToH5adOptions, addToH5ad, type H5adAdditions } from '../io/h5ad/addToH5ad.js';
export { checkWritable } from '../io/h5ad/checkWritable.js';
export { type ReadH5adOptions, readH5ad } from '../io/h5ad/readH5ad.js';
export { type WriteH5adOptions, writeH5ad } from '../io/h5ad/writeH5ad.js';
export { type InspectOptions, inspect } from '../io/inspect/inspect.js';
export { makeUnique } from '../io/makeUnique.js';
export { type ReadMatrixMarketOptions, readMatrixMarket } from '../io/matrixMarket/readMatrixMarket.js';
export type { Selection } from '../io/selection.js';
export { subsetCells, subsetGenes } from '../io/subset.js';
export type { ColumnSummary } from '../io/summariseColumn.js';
export type { H5adSummary, MatrixSummary } from '../io/summary.js';
export type { TenXFiles } from '../io/tenX/findFiles.js';
export { type Read10xOptions, read10x } from '../io/tenX/read10x.js';
export type { ZarrStore } from '../io/zarr/folderStore.js';
export { type ReadZarrOptions, readZarr } from '../io/zarr/readZarr.js';
export { type ModelSummary, verifyModel } from '../model/verifyModel.js';
