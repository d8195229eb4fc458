import type { Dataset, Entity, Group } from 'h5wasm';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { describeUnits } from '../../preprocess/describeUnits.js';
import { describe, kindOf } from '../h5ad/read/kindOf.js';
import { partOf } from '../h5ad/read/readColumn.js';
import { type ExpectedShape, formatOf, shapeOf } from '../h5ad/read/readMatrix.js';
import { encodingOf, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { sizeOf } from '../hdf5/readBytes.js';
import type { MatrixSummary } from '../summary.js';
import { sampleDense, sampleSparse } from './sampleMatrix.js';

const filterNames: Record<number, string> = {
  1: 'gzip',
  2: 'shuffle',
  3: 'fletcher32',
  4: 'szip',
  32000: 'lzf',
};

function typeName(dataset: Dataset): string {
  if (kindOf(dataset.metadata) !== 'numbers') return describe(dataset).replace(/ \[.*/, '');
  const { type, size, signed } = dataset.metadata;
  return `${type === 1 ? 'float' : signed ? 'int' : 'uint'}${size * 8}`;
}

function compressionOf({ filters }: Dataset): string[] {
  return filters.map(({ id, name }) => filterNames[id] ?? (name.split(';')[0] || `filter ${id}`));
}

/** Units of a sample. A matrix may well be described that can't be read: by a filter that h5wasm lacks, for example. */
function unitsOf(sample: () => Matrix | CsrMatrix | undefined): Pick<MatrixSummary, 'units'> {
  try {
    const found = sample();
    return found ? { units: describeUnits(found) } : {};
  } catch {
    return {};
  }
}

function inspectDense(reader: Reader, dataset: Dataset): MatrixSummary {
  const shape = dataset.shape ?? [];
  const isMatrix = kindOf(dataset.metadata) === 'numbers' && shape.length === 2;
  return {
    format: isMatrix ? 'dense' : 'other',
    type: typeName(dataset),
    shape,
    stored: sizeOf(dataset),
    compression: compressionOf(dataset),
    ...(isMatrix ? unitsOf(() => sampleDense(reader, dataset)) : {}),
  };
}

type Sparse = 'csr' | 'csc' | 'coo';

function inspectSparse(reader: Reader, group: Group, format: Sparse, expected: ExpectedShape): MatrixSummary {
  const data = partOf(group, 'data');
  const majors = format === 'coo' ? 0 : sizeOf(partOf(group, 'indptr')) - 1;
  const shape = shapeOf(group, format, majors, expected);
  return {
    format,
    type: typeName(data),
    shape,
    stored: sizeOf(data),
    compression: compressionOf(data),
    ...unitsOf(() => sampleSparse(reader, group, format, shape[1])),
  };
}

function inspectGroup(reader: Reader, group: Group, expected: ExpectedShape): MatrixSummary {
  const encoding = encodingOf(group) ?? 'a group';
  const other: MatrixSummary = { format: 'other', type: encoding, shape: [], stored: 0, compression: [] };
  try {
    const format = formatOf(group, expected);
    if (format === 'csr' || format === 'csc' || format === 'coo')
      return inspectSparse(reader, group, format, expected);
    return other;
  } catch {
    return other;
  }
}

/** Describes a matrix; undefined if there is nothing. */
export function inspectMatrix(
  reader: Reader,
  entity: Entity | null,
  expected: ExpectedShape,
): MatrixSummary | undefined {
  if (isDataset(entity))
    return kindOf(entity.metadata) === 'nothing' ? undefined : inspectDense(reader, entity);
  return isGroup(entity) ? inspectGroup(reader, entity, expected) : undefined;
}
