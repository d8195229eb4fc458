import { readFileSync } from 'node:fs';
import { readCsv } from '../../../../src/io/csv/readCsv.js';
import { pathOf } from '../../../io/dataIn.js';
import type { FuzzFormat, Original } from '../format.js';
import { textStructure } from '../textStructure.js';
import { cellsContent } from './cellsContent.js';

const original = (name: string, inside: string): Original => ({
  name,
  files: [new Uint8Array(readFileSync(pathOf(name, inside)))],
});

/** Tables of text as pandas and R write them, plain and packed. */
export const format: FuzzFormat = {
  originals: async () => [
    ...['pandas.csv', 'pandas.tsv.gz'].map((name) => original(name, 'dataIn')),
    ...['table.csv', 'table.tsv', 'table.txt', 'named.tsv'].map((name) => original(name, 'dataInR')),
  ],
  structure: textStructure,
  read: ([bytes], { number }) => readCsv(bytes!, { transpose: number % 2 === 1 }),
  content: cellsContent,
};
