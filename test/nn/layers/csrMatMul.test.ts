import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { csrMatMul } from '../../../src/nn/layers/csrMatMul.js';
import { wasmCsrMatMul } from '../../../src/wasm/sparse/wasmCsrMatMul.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { csr } from '../../preprocess/reference.js';
import { normals, sparseCells } from '../networks.js';

onBackends('csrMatMul', (backend) => {
  // Sixteen columns at a time, then four, then one.
  test.each([1, 3, 4, 16, 21, 36, 130])('equals the dense product, for %i columns', (columns) => {
    withoutLeak(() => {
      const cells = sparseCells(10, 300);
      const [x, w] = [tf.tensor2d(cells.data, cells.shape), normals(300, columns)];
      const found = tf.tidy(() => [...csrMatMul(csr(cells), w).dataSync()]);
      const expected = tf.tidy(() => [...tf.matMul(x, w).dataSync()]);
      expect(relativeDistance(found, expected)).toBeLessThan(1e-6);
      expect(found.slice(columns, 2 * columns).every((value) => value === 0)).toBe(true);
      tf.dispose([x, w]);
    });
  });

  test.each<[string, number, number]>([
    ['no cells', 0, 5],
    ['cells without a value', 2, 5],
  ])('of %s', (_, rows, columns) => {
    withoutLeak(() => {
      const w = normals(columns, 20);
      const x = csr({ data: new Float32Array(rows * columns), shape: [rows, columns] });
      const product = csrMatMul(x, w);
      expect(product.shape).toEqual([rows, 20]);
      expect([...product.dataSync()]).toEqual(Array(rows * 20).fill(0));
      tf.dispose([w, product]);
    });
  });

  test('the gradient reaches the weights, and so does its own gradient', () => {
    withoutLeak(() => {
      const cells = sparseCells(7, 40);
      const [x, w] = [tf.tensor2d(cells.data, cells.shape), normals(40, 18)];
      const gradients = (product: (weight: tf.Tensor) => tf.Tensor): Float32Array[] => {
        const loss = (weight: tf.Tensor): tf.Tensor => tf.sum(tf.pow(product(weight), 3));
        const second = (weight: tf.Tensor): tf.Tensor => tf.sum(tf.square(tf.grad(loss)(weight)));
        return tf.tidy(() => [loss, second].map((f) => tf.grad(f)(w).dataSync<'float32'>()));
      };
      const found = gradients((weight) => csrMatMul(csr(cells), weight as tf.Tensor2D));
      const expected = gradients((weight) => tf.matMul(x, weight as tf.Tensor2D));
      found.forEach((gradient, i) => {
        expect(relativeDistance(gradient, expected[i]!)).toBeLessThan(1e-5);
      });
      tf.dispose([x, w]);
    });
  });

  test('runs in the WebAssembly kernel on the wasm backend only', () => {
    withoutLeak(() => {
      const w = normals(6, 2);
      const product = wasmCsrMatMul(csr(sparseCells(3, 6)), w);
      expect(product !== undefined).toBe(backend === 'wasm');
      tf.dispose([w, ...(product ? [product] : [])]);
    });
  });
});
