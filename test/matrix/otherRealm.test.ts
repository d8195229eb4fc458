import vm from 'node:vm';
import { expect, test } from 'vitest';
import { DisentangledAE, log1p } from 'zbio';
import { nearestNeighbors, selectRows } from 'zbio/preprocess';
import { asMatrix } from '../../src/matrix/asMatrix.js';
import { isCsr, type Matrix } from '../../src/matrix/matrix.js';

// Such as those of an iframe, or of Jest's own global scope.
const foreign = (code: string): Matrix => vm.runInNewContext(`(${code})`);
const dense = foreign('{ data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [3, 2] }');
const sparse = foreign(
  '{ data: Float32Array.of(1, 2), indices: Int32Array.of(1, 0), indptr: Int32Array.of(0, 1, 2), shape: [2, 2] }',
);

test('matrices of another realm are accepted, without a copy', async () => {
  expect(dense.data instanceof Float32Array).toBe(false);
  const own = await asMatrix('x', dense);
  expect(own.data).toBeInstanceOf(Float32Array);
  expect(own.data.buffer).toBe(dense.data.buffer);
  const ownSparse = await asMatrix('x', sparse);
  expect(isCsr(ownSparse) && ownSparse.indices).toBeInstanceOf(Int32Array);
  expect((await asMatrix('x', foreign('[[1, 2], [3, 4]]') as never)).shape).toEqual([2, 2]);
});

test('functions and models take them', async () => {
  expect([...log1p(dense).data]).toEqual([...Float32Array.from([0, 1, 2, 3, 4, 5], Math.log1p)]);
  expect([...selectRows(sparse, [1]).data]).toEqual([2]);
  expect([...nearestNeighbors(dense, 1).indices]).toEqual([1, 0, 1]);
  const x = foreign('{ data: Float32Array.from({ length: 40 }, (_, i) => (i % 7) / 2), shape: [20, 2] }');
  const batch = foreign("Array.from({ length: 20 }, (_, i) => (i % 2 ? 'a' : 'b'))") as unknown as string[];
  using model = new DisentangledAE({ preset: 'plain' });
  await model.fit(x, batch, { epochs: 1, batchSize: 10 });
  expect((await model.transform(x)).bio.shape).toEqual([20, 16]);
});
