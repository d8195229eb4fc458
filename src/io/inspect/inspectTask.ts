import type { Group } from 'h5wasm';
import { candidates } from '../batchCandidates.js';
import { repeatedNames } from '../describeCells.js';
import { childrenOf } from '../h5ad/read/childrenOf.js';
import type { AnnotationTable } from '../h5ad/read/readTable.js';
import { leftOut, readAnnotation } from '../h5ad/readRoot.js';
import { rawPart } from '../h5ad/readX.js';
import { rootOf } from '../h5ad/rootOf.js';
import { child, isGroup, type Reader } from '../hdf5/h5.js';
import { type H5Task, h5Task } from '../hdf5/h5Task.js';
import type { OwnLimits } from '../hdf5/spend.js';
import { type ColumnSummary, summariseColumn } from '../summariseColumn.js';
import type { H5adSummary, MatrixSummary } from '../summary.js';
import { summaryText } from '../summaryText.js';
import { inspectMatrix } from './inspectMatrix.js';

type Rows = readonly [rows: number, columns: number | undefined];

function inspectAll(reader: Reader, group: Group | undefined, shape: Rows): Record<string, MatrixSummary> {
  const children = group ? childrenOf(reader, group) : [];
  const named = children.map(([name, element]) => [name, inspectMatrix(reader, element, shape)] as const);
  return Object.fromEntries(
    named.filter((entry): entry is [string, MatrixSummary] => entry[1] !== undefined),
  );
}

/** Embeddings have no units. */
const withoutUnits = (found: Record<string, MatrixSummary>): Record<string, MatrixSummary> =>
  Object.fromEntries(Object.entries(found).map(([name, { units: _, ...matrix }]) => [name, matrix]));

const summarised = ({ columns }: AnnotationTable): ColumnSummary[] =>
  Object.entries(columns).map(([name, column]) => summariseColumn(name, column));

function inspectRoot(reader: Reader, root: Group): H5adSummary {
  const [obs, vars] = [readAnnotation(reader, root, 'obs', 'X'), readAnnotation(reader, root, 'var', 'X')];
  const group = (name: string): Group | undefined => {
    const entity = child(root, name);
    return isGroup(entity) ? entity : undefined;
  };
  const [cells, genes] = [obs.names.length, vars.names.length];
  const columns = summarised(obs);
  const x = inspectMatrix(reader, child(root, 'X'), [cells, genes]);
  const raw = inspectMatrix(reader, rawPart(root, 'X'), [cells, undefined]);
  const found = candidates(columns, cells);
  const summary = {
    cells,
    genes,
    geneNames: vars.names.slice(0, 5),
    repeatedGenes: repeatedNames(vars.names),
    ...(x ? { x } : {}),
    ...(raw ? { raw } : {}),
    layers: inspectAll(reader, group('layers'), [cells, genes]),
    obs: columns,
    var: summarised(vars),
    obsm: withoutUnits(inspectAll(reader, group('obsm'), [cells, undefined])),
    uns: group('uns')?.keys() ?? [],
    batchCandidates: found.batch,
    labelCandidates: found.labels,
    skipped: [...leftOut(root, 'X'), ...reader.skipped],
  };
  return { ...summary, text: summaryText(summary) };
}

/** What is described, and how much memory it may take. See `ReadH5adOptions`. */
export interface InspectInput extends OwnLimits {
  modality?: string | undefined;
}

/** Describes an h5ad file. */
export const inspectTask: H5Task<InspectInput, H5adSummary> = h5Task(
  import.meta.url,
  'inspectTask',
  ({ h5, root, limits, linked, part }, { modality, ...own }) =>
    part(() => inspectRoot({ h5, linked, skipped: [], limits: limits(own) }, rootOf(root, modality))),
);
