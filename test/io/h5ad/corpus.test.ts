import { describe, expect, it } from 'vitest';
import { isZbioError } from '../../../src/check/isZbioError.js';
import type { AnnData } from '../../../src/io/anndata.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { type Content, type CorpusFile, corpus } from './corpus.js';
import { differences, readContent } from './differences.js';

/** Compares what was read with what anndata reads. Returns the paths that were left out. */
function compare(read: AnnData, expected: Content): string[] {
  const { wrong, left } = differences(readContent(read), expected);
  expect(wrong).toEqual([]);
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
