import type { AnnData, UnsValue } from '../../../src/io/anndata.js';
import { entries, mapValues, rows } from '../fixtures.js';
import type { Content } from './corpus.js';

/** Entries in the form of the corpus: null where missing, infinities as objects. */
function plain(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : { infinite: Math.sign(value) };
}

const plainRows = (values: number[][]) => values.map((row) => row.map(plain));

function unsContent(value: UnsValue): unknown {
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return { array: Array.from<unknown, unknown>(value, plain) };
  if (typeof value !== 'object' || value === null) return { value: plain(value) };
  if (value['data'] instanceof Float32Array) return { matrix: plainRows(rows(value as never)) };
  return { dict: mapValues(value as Record<string, UnsValue>, unsContent) };
}

/** What was read, in the form of the corpus. */
export function contentOf(adata: AnnData): Omit<Content, 'others'> {
  return {
    x: plainRows(rows(adata.x)),
    obsNames: adata.obsNames,
    varNames: adata.varNames,
    obs: mapValues(adata.obs, (column) => entries(column).map(plain)),
    var: mapValues(adata.var, (column) => entries(column).map(plain)),
    obsm: mapValues(adata.obsm, (matrix) => plainRows(rows(matrix))),
    layers: mapValues(adata.layers, (matrix) => plainRows(rows(matrix))),
    uns: mapValues(adata.uns, unsContent),
  } as Omit<Content, 'others'>;
}
