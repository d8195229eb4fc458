import { readFileSync } from 'node:fs';
import { read10x } from '../../../../src/io/tenX/read10x.js';
import { pathOf } from '../../../io/dataIn.js';
import type { FuzzFormat, Original } from '../format.js';
import { textStructure } from '../textStructure.js';
import { cellsContent } from './cellsContent.js';

const original = (name: string, ...paths: string[]): Original => ({
  name,
  files: paths.map((path) => new Uint8Array(readFileSync(pathOf(path)))),
});

/** The three files of 10x Genomics: matrix, features and barcodes. */
export const format: FuzzFormat = {
  originals: async () => [
    original('version 3', 'v3/matrix.mtx.gz', 'v3/features.tsv.gz', 'v3/barcodes.tsv.gz'),
    original('version 2', 'v2/hg19/matrix.mtx', 'v2/hg19/genes.tsv', 'v2/hg19/barcodes.tsv'),
  ],
  structure: textStructure,
  read: ([matrix, features, barcodes]) =>
    read10x({ matrix: matrix!, features: features!, barcodes: barcodes! }, { geneExpressionOnly: false }),
  content: cellsContent,
};
