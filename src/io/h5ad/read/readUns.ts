import type { Dataset, Entity, Group } from 'h5wasm';
import type { UnsValue } from '../../anndata.js';
import { badElement, foreignElement, optional } from '../../hdf5/badElement.js';
import {
  encodingOf,
  isDataset,
  isGroup,
  pathOf,
  type Reader,
  singleAttribute,
  startOf,
} from '../../hdf5/h5.js';
import { childrenOf } from './childrenOf.js';
import { kindOf } from './kindOf.js';
import { readPlain } from './readColumn.js';
import { requireMatrix } from './readMatrix.js';
import { readBooleans, readNumbers, readStrings } from './readValues.js';

/** Deeper dictionaries are left out: HDF5 follows the path from the root for each element. */
const mostLevels = 64;

function readScalar(reader: Reader, dataset: Dataset): UnsValue {
  const kind = kindOf(dataset.metadata);
  if (kind === 'booleans') return readBooleans(reader, dataset)[0]!;
  return kind === 'strings' ? readStrings(reader, dataset)[0]! : readNumbers(reader, dataset)[0]!;
}

/** A matrix holds float32, which rounds integers beyond 2^24. */
function readUnsMatrix(reader: Reader, dataset: Dataset): UnsValue {
  const { type, enum_type: names } = dataset.metadata;
  if (
    (names ? names.type : type) === 0 &&
    readNumbers(reader, dataset).some((value) => value !== Math.fround(value))
  ) {
    const expected = 'a matrix of numbers that float32 holds exactly';
    throw foreignElement({ path: pathOf(dataset), expected, found: 'larger whole numbers' });
  }
  return requireMatrix(reader, dataset) as UnsValue;
}

function readDataset(reader: Reader, dataset: Dataset): UnsValue {
  if (kindOf(dataset.metadata) === 'nothing') return null;
  const dimensions = dataset.shape!.length;
  if (dimensions === 0) return readScalar(reader, dataset);
  if (dimensions === 2) return readUnsMatrix(reader, dataset);
  const values = readPlain(reader, dataset);
  // Before anndata 0.7, a single string was an array with one entry.
  const single = !encodingOf(dataset) && values.length === 1 && typeof values[0] === 'string';
  return single ? values[0]! : values;
}

/** Whether a group of `uns` is a dictionary, not a matrix or a table. */
export function isDictionaryGroup(group: Group): boolean {
  const encoding = encodingOf(group);
  if (encoding !== undefined) return encoding === 'dict';
  return singleAttribute(group, 'h5sparse_format') === undefined;
}

/** The dictionaries that were met, by identity: those around the current one, and all. */
interface Met {
  around: readonly string[];
  all: Set<string>;
}

function readElement(reader: Reader, entity: Group | Dataset, met: Met): UnsValue {
  if (isDataset(entity)) return readDataset(reader, entity);
  if (isDictionaryGroup(entity)) return readDictionary(reader, entity, met);
  const found = `'${encodingOf(entity) ?? 'a sparse matrix'}'`;
  throw foreignElement({ path: pathOf(entity), expected: 'a value, an array or a dictionary', found });
}

/** Tells a dictionary from all others, also of files that its file leads to. */
function identityOf(reader: Reader, group: Group, { all }: Met): string {
  // Elsewhere, groups are folders, each with one path.
  if (reader.elsewhere) return String(all.size);
  const start = startOf(reader, group);
  return start ? `${start.file}:${start.address}` : group.path;
}

/** Notes a dictionary. Links can make a small file one of endless or of 2^40 dictionaries, so that each is read once. */
function meet(reader: Reader, group: Group, met: Met): Met {
  const { around, all } = met;
  const [path, identity] = [pathOf(group), identityOf(reader, group, met)];
  if (around.includes(identity)) {
    throw badElement({
      path,
      expected: 'a dictionary',
      found: 'a link to one that contains it, without end',
    });
  }
  if (all.has(identity)) {
    throw foreignElement({
      path,
      expected: 'a dictionary of its own',
      found: 'a link to one that was read before',
    });
  }
  if (around.length >= mostLevels) {
    throw foreignElement({ path, expected: `at most ${mostLevels} levels of dictionaries`, found: 'more' });
  }
  all.add(identity);
  return { around: [...around, identity], all };
}

/** Reads `uns` itself, or a dictionary in it. Adds the paths of elements without a counterpart here to `reader.skipped`. */
export function readDictionary(
  reader: Reader,
  group: Group,
  before: Met = { around: [], all: new Set() },
): Record<string, UnsValue> {
  const met = meet(reader, group, before);
  const read: [string, UnsValue][] = [];
  for (const [name, element] of childrenOf(reader, group)) {
    const value = readUns(reader, element, met);
    if (value !== undefined) read.push([name, value]);
    else reader.skipped.push(`${pathOf(group)}/${name}`);
  }
  return Object.fromEntries(read);
}

/** Reads an element of `uns`; undefined if it has no counterpart here. */
function readUns(reader: Reader, entity: Entity | null, met: Met): UnsValue | undefined {
  if (!isGroup(entity) && !isDataset(entity)) return undefined;
  return optional(() => readElement(reader, entity, met));
}
