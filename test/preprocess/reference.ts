import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';

type Values = (number | null)[];

interface Hvg {
  means: Values;
  dispersions: Values;
  dispersions_norm: Values;
  mask: boolean[];
  nbatches?: number[];
}

interface Reference {
  small: {
    counts: number[][];
    normalized: number[];
    log1p: number[];
    scaled: number[];
    clipped: number[];
    pca: { scores: number[]; components: number[]; variance: number[]; ratio: number[] };
  };
  genes: {
    names: string[];
    batch: string[];
    counts: { data: number[]; indices: number[]; indptr: number[]; shape: [number, number] };
    alone: Hvg;
    alone_all: Hvg;
    batched: Hvg;
    batched_most: Hvg;
  };
}

/** scanpy's values, written by test/reference/preprocess.py. */
export const reference: Reference = JSON.parse(
  readFileSync(new URL('../reference/preprocess.json', import.meta.url), 'utf8'),
);

export function dense(rows: number[][]): Matrix {
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]!.length] };
}

export function csr({ data, shape: [rows, columns] }: Matrix): CsrMatrix {
  const stored = Array.from(data.keys()).filter((at) => data[at] !== 0);
  const indptr = new Int32Array(rows + 1);
  for (const at of stored) indptr[Math.floor(at / columns) + 1]!++;
  for (let row = 0; row < rows; row++) indptr[row + 1]! += indptr[row]!;
  return {
    data: Float32Array.from(stored, (at) => data[at]!),
    indices: Int32Array.from(stored, (at) => at % columns),
    indptr,
    shape: [rows, columns],
  };
}

/** Fails unless both agree within `tolerance` of the larger of 1 and the expected size; null stands for NaN. */
export function expectClose(received: ArrayLike<number>, expected: Values, tolerance: number): void {
  expect(received.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (value === null) expect(received[i], `value ${i}`).toBeNaN();
    else
      expect(Math.abs(received[i]! - value), `value ${i}`).toBeLessThan(
        tolerance * Math.max(1, Math.abs(value)),
      );
  });
}
