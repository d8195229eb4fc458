import { type AdamConstants, adamArrays } from './adamArrays.js';
import { adamKernel } from './adamKernel.js';
import { generatorIn } from './generatorIn.js';
import type { Kernels } from './kernels.js';
import { normalArray, uniformArray } from './randomArrays.js';
import { randomState } from './randomState.js';

type Test = (kernels: Kernels, buffer: ArrayBuffer) => boolean;

const equal = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => value === b[i]);

const randomAgrees: Test = (kernels, buffer) => {
  const state = randomState(1, 2);
  const placed = generatorIn(buffer);
  placed.state.set(state);
  const found = new Float32Array(buffer, placed.free, 64);
  const expected = new Float32Array(64);
  normalArray(state, expected);
  kernels.normals(0, placed.free, 64);
  if (!equal(found, expected)) return false;
  uniformArray(state, expected);
  kernels.uniforms(0, placed.free, 64);
  return equal(found, expected);
};

const step: AdamConstants = {
  beta1: 0.9,
  rest1: 0.1,
  beta2: 0.99,
  rest2: 0.01,
  rate: 0.5,
  epsilon: 1e-3,
};

// 11 values: a group of eight and a rest.
const adamAgrees: Test = (kernels, buffer) => {
  const own = (i: number): Float32Array => Float32Array.from({ length: 11 }, (_, k) => (i + 1) / (k + 3));
  const placed = (i: number): Float32Array => {
    const view = new Float32Array(buffer, 64 * i, 11);
    view.set(own(i));
    return view;
  };
  const expected = { w: own(0), g: own(1), m: own(2), v: own(3) };
  const found = { w: placed(0), g: placed(1), m: placed(2), v: placed(3) };
  adamKernel(kernels, found, step);
  adamArrays(expected, step);
  return (['w', 'g', 'm', 'v'] as const).every((name) =>
    found[name].every((value, i) => Math.abs(value - expected[name][i]!) < 1e-5),
  );
};

// Small whole numbers, so that every sum is exact in any order. A is [8, 7], Bᵀ [14, 7]: tiles inside and at the edges.
const gemmAgrees: Test = (kernels, buffer) => {
  const [rows, columns, inner] = [8, 14, 7];
  const a = new Float32Array(buffer, 0, rows * inner);
  const b = new Float32Array(buffer, 1024, columns * inner);
  a.set(a.map((_, i) => i % 9));
  b.set(b.map((_, i) => (i % 11) - 5));
  kernels.gemm(rows, columns, inner, 0, 4 * inner, 4, 1024, 4, 4 * inner, 2048, 65536);
  const row = (of: Float32Array, i: number): Float32Array => of.subarray(i * inner, (i + 1) * inner);
  return new Float32Array(buffer, 2048, rows * columns).every((value, at) => {
    const other = row(b, at % columns);
    return value === row(a, Math.floor(at / columns)).reduce((sum, x, k) => sum + x * other[k]!, 0);
  });
};

// X = [[2, 0, 3], [0, 0, 0], [0, 5, 0]]; 21 columns: sixteen, four and one.
const csrAgrees: Test = (kernels, buffer) => {
  const [rows, columns, inner] = [3, 21, 3];
  new Int32Array(buffer, 0, 4).set([0, 2, 2, 3]);
  new Int32Array(buffer, 64, 3).set([0, 2, 1]);
  new Float32Array(buffer, 128, 3).set([2, 3, 5]);
  const b = new Float32Array(buffer, 256, inner * columns);
  b.set(b.map((_, i) => (i % 13) - 5));
  kernels.csrProduct(rows, columns, inner, 0, 64, 128, 256, 1024, 2048);
  const line = (k: number, j: number): number => b[k * columns + j]!;
  return new Float32Array(buffer, 1024, rows * columns).every((value, at) => {
    const [row, j] = [Math.floor(at / columns), at % columns];
    return value === [2 * line(0, j) + 3 * line(2, j), 0, 5 * line(1, j)][row];
  });
};

/** Whether the kernels, in a memory of 16 pages, agree with plain JavaScript: an engine's SIMD may have faults. */
export function passesSelfTest(kernels: Kernels, buffer: ArrayBuffer): boolean {
  return [randomAgrees, adamAgrees, gemmAgrees, csrAgrees].every((agrees) => agrees(kernels, buffer));
}
