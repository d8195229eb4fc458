import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnnData } from '../../../../src/io/anndata.js';
import { readH5ad } from '../../../../src/io/h5ad/readH5ad.js';
import { type Content, corpus } from '../../../io/h5ad/corpus.js';
import { differences, type ReadContent, readContent } from '../../../io/h5ad/differences.js';
import type { FuzzFormat } from '../format.js';
import { hdf5Structure } from '../hdf5/structure.js';

const path = join(mkdtempSync(join(tmpdir(), 'zbio-fuzz-')), 'input.h5ad');

/** anndata takes a table without its `encoding-type` for a dictionary: the names, which `_index` still tells, are then a column. */
function withNames(theirs: Content): Content {
  const { _index: obsNames = theirs.obsNames, ...obs } = theirs.obs;
  const { _index: varNames = theirs.varNames, ...genes } = theirs.var;
  return { ...theirs, obs, var: genes, obsNames: obsNames as string[], varNames: varNames as string[] };
}

/** All h5ad files of the corpus that anndata reads, read from bytes and by path in turn. */
export const format: FuzzFormat = {
  originals: async () =>
    corpus
      .filter(({ content }) => content !== undefined && content.x !== null)
      .map(({ name, bytes }) => ({ name, files: [bytes] })),
  structure: hdf5Structure,
  threaded: true,
  read: async ([bytes], { number }) => {
    if (number % 2 === 0) return readH5ad(bytes!);
    writeFileSync(path, bytes!);
    return readH5ad(path);
  },
  content: (read) => readContent(read as AnnData),
  compare: (content, theirs) => differences(content as ReadContent, withNames(theirs as Content)).wrong,
};
