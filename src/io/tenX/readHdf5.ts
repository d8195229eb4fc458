import type { Entity, Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { listed, quoted } from '../../check/quoted.js';
import type { AnnData } from '../anndata.js';
import { kindOf } from '../h5ad/read/kindOf.js';
import { partOf } from '../h5ad/read/readColumn.js';
import { requireMatrix } from '../h5ad/read/readMatrix.js';
import { readStrings, readWhole } from '../h5ad/read/readValues.js';
import { badElement } from '../hdf5/badElement.js';
import { child, isDataset, isGroup, pathOf, type Reader } from '../hdf5/h5.js';
import { sizeOf } from '../hdf5/readBytes.js';
import { cellsOf10x, type FeatureChoice, type FeatureTable } from './featureTable.js';

/** Names of columns that are read by other names, or say what other columns there are. */
const known = ['id', 'name', 'feature_type', '_all_tag_keys'];

const holds = (entity: Entity | null, names: readonly string[]): entity is Group =>
  isGroup(entity) && names.every((name) => entity.keys().includes(name));

/** Reads text that must have one entry per row or column of the matrix. */
function texts(reader: Reader, group: Group, name: string, entries?: number): string[] {
  const dataset = partOf(group, name);
  const length = sizeOf(dataset);
  if (dataset.shape?.length === 1 && (entries ?? length) === length) return readStrings(reader, dataset);
  const expected = entries === undefined ? 'text in one dimension' : `${entries} entries, one per feature`;
  throw badElement({
    path: pathOf(dataset),
    expected,
    found: `[${listed((dataset.shape ?? []).map(String))}]`,
  });
}

/** The group of one genome, before Cell Ranger 3. */
function genomeGroup(root: Group, genome: string | undefined): Group {
  const isGenome = (name: string) => holds(child(root, name), ['barcodes', 'data', 'genes', 'gene_names']);
  const genomes = root.keys().filter(isGenome);
  if (genomes.length === 0) {
    const expected = "an HDF5 file of 10x Genomics, with 'matrix' or one group per genome";
    const received = `one with ${listed(root.keys()) || 'nothing in it'}`;
    const next = root.keys().includes('X') ? 'Read it with readH5ad.' : undefined;
    throw badValue({ argument: 'read10x: source', expected, received, ...(next ? { next } : {}) });
  }
  const name = genome ?? (genomes.length === 1 ? genomes[0] : undefined);
  if (name !== undefined && genomes.includes(name)) return child(root, name) as Group;
  const received = name === undefined ? 'none, for a file with several' : `'${name}'`;
  throw badValue({ argument: 'read10x: genome', expected: `one of ${quoted(genomes)}`, received });
}

/** The features as Cell Ranger 3 and later stores them: one dataset per column. */
function featuresOf(reader: Reader, matrix: Group): FeatureTable {
  const group = child(matrix, 'features') as Group;
  const ids = texts(reader, group, 'id');
  const column = (name: string) => texts(reader, group, name, ids.length);
  const isColumn = (name: string): boolean => {
    const entity = child(group, name);
    return isDataset(entity) && kindOf(entity.metadata) === 'strings' && sizeOf(entity) === ids.length;
  };
  const others = group.keys().filter((name) => !known.includes(name) && isColumn(name));
  return {
    ids,
    symbols: column('name'),
    ...(group.keys().includes('feature_type') ? { types: column('feature_type') } : {}),
    others: Object.fromEntries(others.map((name) => [name, column(name)])),
  };
}

function genesOf(reader: Reader, genome: Group): FeatureTable {
  const ids = texts(reader, genome, 'genes');
  return { ids, symbols: texts(reader, genome, 'gene_names', ids.length), others: {} };
}

/** Throws unless the shape in the file, features x cells, is that of the names. */
function checkShape(reader: Reader, group: Group, features: number, cells: number): void {
  const dataset = partOf(group, 'shape');
  const shape = sizeOf(dataset) === 2 ? Array.from(readWhole(reader, dataset, 0, 2 ** 31)) : [];
  if (shape[0] === features && shape[1] === cells) return;
  const expected = `[${features}, ${cells}], the numbers of features and barcodes`;
  throw badElement({ path: pathOf(dataset), expected, found: `[${listed(shape.map(String))}]` });
}

/** Reads the cells of an HDF5 file of 10x Genomics, of Cell Ranger 3 and later or of an older one. */
export function readHdf5(reader: Reader, root: Group, choice: FeatureChoice): AnnData {
  const matrix = child(root, 'matrix');
  const isNew = holds(matrix, ['features']);
  const group = isNew ? matrix : genomeGroup(root, choice.genome);
  const features = isNew ? featuresOf(reader, group) : genesOf(reader, group);
  const barcodes = texts(reader, group, 'barcodes');
  checkShape(reader, group, features.ids.length, barcodes.length);
  // Compressed columns of features x cells are compressed rows of cells x features.
  const x = requireMatrix(reader, group, [barcodes.length, features.ids.length]);
  return cellsOf10x(x, barcodes, features, choice);
}
