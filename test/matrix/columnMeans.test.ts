import { expect, test } from 'vitest';
import { columnMeans } from '../../src/matrix/columnMoments.js';
import { csr } from '../preprocess/reference.js';

test('the mean of each column, of dense and of compressed rows', () => {
  const x = { data: Float32Array.of(1, 0, 3, 0, 0, -6), shape: [2, 3] as [number, number] };
  for (const form of [x, csr(x)]) expect([...columnMeans(form)]).toEqual([0.5, 0, -1.5]);
});
