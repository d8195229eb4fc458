import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read10x } from '../../../../src/io/tenX/read10x.js';
import { pathOf } from '../../../io/dataIn.js';
import type { FuzzFormat } from '../format.js';
import { hdf5Structure } from '../hdf5/structure.js';
import { cellsContent } from './cellsContent.js';

const path = join(mkdtempSync(join(tmpdir(), 'zbio-fuzz-')), 'input.h5');

/** HDF5 files of Cell Ranger 2 and 3, read from bytes and by path in turn. */
export const format: FuzzFormat = {
  originals: async () =>
    ['v2.h5', 'v3.h5'].map((name) => ({ name, files: [new Uint8Array(readFileSync(pathOf(name)))] })),
  structure: hdf5Structure,
  threaded: true,
  read: async ([bytes], { number }) => {
    if (number % 2 === 0) return read10x(bytes!, { geneExpressionOnly: false });
    writeFileSync(path, bytes!);
    return read10x(path, { geneExpressionOnly: false });
  },
  content: cellsContent,
};
