import { readFileSync } from 'node:fs';
import { readMatrixMarket } from '../../../../src/io/matrixMarket/readMatrixMarket.js';
import { pathOf } from '../../../io/dataIn.js';
import type { FuzzFormat, Original } from '../format.js';
import { textStructure } from '../textStructure.js';
import { cellsContent } from './cellsContent.js';

const names = ['array', 'arraySymmetric', 'integer', 'pattern', 'real', 'skew', 'symmetric'];

const original = (name: string, path: string): Original => ({
  name,
  files: [new Uint8Array(readFileSync(path))],
});

/** Matrix Market files of every kind, plain and packed. */
export const format: FuzzFormat = {
  originals: async () => [
    ...names.map((name) => original(name, pathOf(`${name}.mtx`))),
    ...['general', 'real'].map((name) => original(`${name} of R`, pathOf(`${name}.mtx`, 'dataInR'))),
    original('packed', pathOf('v3/matrix.mtx.gz')),
  ],
  structure: textStructure,
  read: ([bytes], { number }) => readMatrixMarket(bytes!, { transpose: number % 2 === 1 }),
  content: cellsContent,
};
