import { describe, expect, it } from 'vitest';
import { isZbioError } from '../../../src/check/isZbioError.js';
import type { AnnData } from '../../../src/io/anndata.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { contentOf } from './contentOf.js';
import { type Content, type CorpusFile, corpus } from './corpus.js';

/** Matrices are float32 here. */
function single(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(single);
  return ['number', 'boolean'].includes(typeof value) ? Math.fround(Number(value)) : value;
}

const matrices = ['obsm', 'layers'] as const;
const tables = ['obs', 'var'] as const;

/** Expected and read elements by path, each whole or, in uns, value by value. */
function elements(content: Omit<Content, 'others'>): Map<string, unknown> {
  const found = new Map<string, unknown>([
    ['X', single(content.x)],
    ['obs names', content.obsNames],
    ['var names', content.varNames],
  ]);
  for (const part of tables) {
    for (const [name, column] of Object.entries(content[part])) found.set(`${part}/${name}`, column);
  }
  for (const part of matrices) {
    for (const [name, matrix] of Object.entries(content[part])) found.set(`${part}/${name}`, single(matrix));
  }
  const walk = (path: string, value: unknown) => {
    const dictionary = (value as { dict?: object }).dict;
    const matrix = (value as { matrix?: unknown }).matrix;
    if (dictionary) for (const [name, inner] of Object.entries(dictionary)) walk(`${path}/${name}`, inner);
    else found.set(path, matrix ? { matrix: single(matrix) } : value);
  };
  walk('uns', { dict: content.uns });
  return found;
}

/** Compares what was read with what anndata reads. Returns the paths that were left out. */
function compare(read: AnnData, expected: Content): string[] {
  const [theirs, ours] = [elements(expected), elements(contentOf(read))];
  const skipped = new Set(read.skipped);
  const within = (path: string) =>
    path.split('/').some((_, i, parts) => skipped.has(parts.slice(0, i + 1).join('/')));
  for (const path of ours.keys()) expect(theirs.has(path), `${path} isn't in the file`).toBe(true);
  const left = [...theirs.keys()].filter((path) => !ours.has(path));
  for (const path of [...left, ...expected.others])
    expect(within(path), `${path} is lost silently`).toBe(true);
  for (const [path, value] of ours) expect(value, path).toEqual(theirs.get(path));
  return left;
}

const messageOf = (error: unknown): string => {
  expect(isZbioError(error), String((error as Error).stack)).toBe(true);
  return `${(error as { code: string }).code} ${(error as Error).message}`;
};

async function outcome({ bytes, content }: CorpusFile): Promise<string> {
  const options = content?.x === null ? { x: Object.keys(content.layers)[0]! } : {};
  const read = await readH5ad(bytes, options).catch(messageOf);
  if (typeof read === 'string') return read;
  if (!content) return `read, skipped: ${read.skipped?.join(', ') ?? 'nothing'}`;
  if (content.x === null) return 'read by its layer';
  const left = compare(read, content);
  return left.length ? `same values, left out and named: ${left.join(', ')}` : 'same values';
}

describe('the corpus of odd files', () => {
  it('has the same values as in anndata, or one clear error', { timeout: 120_000 }, async () => {
    const outcomes: string[] = [];
    for (const file of corpus) {
      const start = performance.now();
      const wrong = (error: Error) => `WRONG: ${error.message}`;
      outcomes.push(`${file.name}: ${await outcome(file).catch(wrong)}`);
      expect(performance.now() - start, file.name).toBeLessThan(10_000);
    }
    expect(outcomes.filter((line) => line.includes(': WRONG'))).toEqual([]);
    expect(corpus.length).toBeGreaterThan(200);
    await expect(`${outcomes.join('\n')}\n`).toMatchFileSnapshot('corpus.txt');
  });

  it('touches no prototype', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
