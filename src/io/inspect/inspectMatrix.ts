import type { Dataset, Entity, Group } from 'h5wasm';
import { attribute, child, encodingOf, isDataset, isGroup } from '../h5ad/h5.js';
import { guarded, kindOf } from '../h5ad/readValues.js';

/** A matrix in an h5ad file, described without reading it. */
export interface MatrixSummary {
  /** How it is stored; `'other'` can't be read. */
  format: 'dense' | 'csr' | 'csc' | 'other';
  /** Type of its values, such as `'float32'`. */
  type: string;
  /** [cells, genes] or [cells, dims] */
  shape: number[];
  /** Number of values in the file; less than the product of `shape` if it is sparse. */
  stored: number;
  /** Names of the filters that compress it. */
  compression: string[];
  /** Range of a sample of the values, zeros included. Absent if there are none, or if they can't be read. */
  sample?: ValueSample;
}

/** A sample of the values of a matrix. */
export interface ValueSample {
  /** Number of values. */
  values: number;
  /** The least value. */
  least: number;
  /** The largest value. */
  largest: number;
  /** Whether all are whole numbers. */
  whole: boolean;
}

const filterNames: Record<number, string> = {
  1: 'gzip',
  2: 'shuffle',
  3: 'fletcher32',
  4: 'szip',
  32000: 'lzf',
};

/** Name of a dataset's type, such as 'float32'. */
export function typeName({ metadata }: Dataset): string {
  const kind = kindOf(metadata);
  if (kind !== 'numbers') return kind === 'strings' ? 'text' : kind;
  const { type, size, signed } = metadata;
  return `${type === 1 ? 'float' : signed ? 'int' : 'uint'}${size * 8}`;
}

function compressionOf({ filters }: Dataset): string[] {
  return filters.map(({ id, name }) => filterNames[id] ?? (name.split(';')[0] || `filter ${id}`));
}

/** Blocks of rows at the start, in the middle and at the end. */
const blocks = 3;
/** Values in each. */
const blockValues = 2 ** 15;

/** Ranges of rows that sample a dataset of `rows` rows with `width` values each. */
function sampledRows(rows: number, width: number): [from: number, to: number][] {
  const height = Math.max(1, Math.floor(blockValues / Math.max(1, width)));
  if (rows <= blocks * height) return rows ? [[0, rows]] : [];
  return Array.from({ length: blocks }, (_, i) => {
    const from = Math.floor(((rows - height) * i) / (blocks - 1));
    return [from, from + height];
  });
}

/** Some of the values of a dataset of numbers, of up to two dimensions. */
export function sampleValues(dataset: Dataset): number[] {
  const [rows = 0, width = 1] = dataset.shape ?? [];
  return sampledRows(rows, width).flatMap((range) => {
    const block = guarded(dataset, () => dataset.slice([range])) as ArrayLike<number | bigint>;
    return Array.from(block, Number);
  });
}

function summarise(values: readonly number[], sparse: boolean): ValueSample | undefined {
  if (values.length === 0) return undefined;
  const whole = values.every(Number.isInteger);
  const first = sparse ? 0 : values[0]!;
  const least = values.reduce((a, b) => Math.min(a, b), first);
  const largest = values.reduce((a, b) => Math.max(a, b), first);
  return { values: values.length, least, largest, whole };
}

/** A file may hold a matrix that can be described but not read: by a filter that h5wasm lacks, for example. */
function sampleOf(dataset: Dataset, sparse: boolean): Pick<MatrixSummary, 'sample'> {
  if (kindOf(dataset.metadata) !== 'numbers') return {};
  try {
    const sample = summarise(sampleValues(dataset), sparse);
    return sample ? { sample } : {};
  } catch {
    return {};
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function inspectDense(dataset: Dataset): MatrixSummary {
  const shape = dataset.shape ?? [];
  const readable = ['numbers', 'booleans'].includes(kindOf(dataset.metadata)) && shape.length <= 2;
  return {
    format: readable ? 'dense' : 'other',
    type: typeName(dataset),
    shape,
    stored: sizeOf(shape),
    compression: compressionOf(dataset),
    ...sampleOf(dataset, false),
  };
}

function inspectSparse(group: Group, format: 'csr' | 'csc'): MatrixSummary | undefined {
  const data = child(group, 'data');
  if (!isDataset(data)) return undefined;
  const shape = attribute(group, 'shape') ?? attribute(group, 'h5sparse_shape');
  return {
    format,
    type: typeName(data),
    shape: Array.isArray(shape) ? shape.map(Number) : [],
    stored: sizeOf(data.shape ?? []),
    compression: compressionOf(data),
    ...sampleOf(data, true),
  };
}

const other: MatrixSummary = { format: 'other', type: 'other', shape: [], stored: 0, compression: [] };

/** Describes a matrix; undefined if there is nothing. */
export function inspectMatrix(entity: Entity | null): MatrixSummary | undefined {
  if (isDataset(entity)) return inspectDense(entity);
  if (!isGroup(entity)) return undefined;
  const format = String(encodingOf(entity) ?? attribute(entity, 'h5sparse_format')).slice(0, 3);
  const sparse = format === 'csr' || format === 'csc' ? inspectSparse(entity, format) : undefined;
  return sparse ?? { ...other, type: encodingOf(entity) ?? 'other' };
}
