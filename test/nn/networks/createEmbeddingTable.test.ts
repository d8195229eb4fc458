import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddingTable } from '../../../src/nn/networks/createEmbeddingTable.js';
import { createRng } from '../../../src/random/rng.js';
import { installWasmKernels } from '../../../src/wasm/patches/installPatches.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { inference, training } from '../networks.js';

beforeAll(async () => {
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  installWasmKernels(version_wasm);
});

onBackends('createEmbeddingTable', () => {
  test('a lookup by row equals the product with the one-hot', () => {
    withoutLeak(() => {
      const table = createEmbeddingTable({ rows: 4, columns: 3, rng: createRng(2) });
      const values = [...table.variables[0]!.dataSync()];
      const [byRow, byOneHot] = tf.tidy(() => {
        const rows = tf.tensor1d([2, 0, 2], 'int32');
        const oneHot = tf.oneHot(rows, 4).toFloat() as tf.Tensor2D;
        return [table.lookup(rows, inference).arraySync(), table.apply(oneHot, inference).arraySync()];
      });
      expect(byRow).toEqual([values.slice(6, 9), values.slice(0, 3), values.slice(6, 9)]);
      expect(byOneHot).toEqual(byRow);
      tf.dispose([...table.variables]);
    });
  });

  test('a row gets the sum of the gradients of its cells, the others get 0; frozen, none does', () => {
    withoutLeak(() => {
      const table = createEmbeddingTable({ rows: 3, columns: 2 });
      const gradient = (frozen: boolean) =>
        tf.tidy(() => {
          const upstream = tf.tensor2d([1, 2, 10, 20, 100, 200], [3, 2]);
          const loss = () => {
            const looked = table.lookup(tf.tensor1d([2, 0, 2], 'int32'), { ...training(), frozen });
            return tf.add(looked.mul(upstream).sum(), table.variables[0]!.sum().mul(0)) as tf.Scalar;
          };
          const { grads } = tf.variableGrads(loss, [...table.variables]);
          return [...grads[table.variables[0]!.name]!.dataSync()];
        });
      expect(gradient(false)).toEqual([10, 20, 0, 0, 101, 202]);
      expect(gradient(true)).toEqual([0, 0, 0, 0, 0, 0]);
      tf.dispose([...table.variables]);
    });
  });
});

describe('createEmbeddingTable', () => {
  test('starts standard normal, fixed by the stream', () => {
    const [a, b] = [1, 1].map((seed) =>
      createEmbeddingTable({ rows: 500, columns: 4, rng: createRng(seed) }),
    );
    const values = [...a!.variables[0]!.dataSync()];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length - mean ** 2;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
    expect([...b!.variables[0]!.dataSync()]).toEqual(values);
    tf.dispose([...a!.variables, ...b!.variables]);
  });

  test.each<[object, RegExp]>([
    [{ rows: 0, columns: 2 }, /createEmbeddingTable: rows: .*received 0/],
    [{ rows: 2, columns: 1.5 }, /createEmbeddingTable: columns: .*received 1\.5/],
    [{ rows: 2, columns: 2, row: 1 }, /unknown option 'row'\. Did you mean 'rows'\?/],
  ])('refuses %o with a clear error', (wrong, message) => {
    expect(() => createEmbeddingTable(wrong as { rows: number; columns: number })).toThrow(message);
  });
});
