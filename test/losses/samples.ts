import type * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { createRng } from '../../src/random/rng.js';
import { withoutLeak } from '../helpers/backends.js';
import { valueAndGradient } from '../helpers/gradient.js';

/** Normal numbers [rows][columns], the same for the same seed. */
export function sample(
  rows: number,
  columns: number,
  seed: number,
  { shift = 0, scale = 1 } = {},
): number[][] {
  const rng = createRng(seed);
  const row = () => Array.from(rng.normals(new Float32Array(columns)), (v) => v * scale + shift);
  return Array.from({ length: rows }, row);
}

/** Rows of the identity matrix; a code of -1 gives a row of zeros. */
export function oneHot(codes: number[], classes: number): number[][] {
  return codes.map((code) => Array.from({ length: classes }, (_, k) => (k === code ? 1 : 0)));
}

/** Inputs that could lead a loss to 0/0, overflow or the derivative of a root at 0. All [8][3]. */
export const EDGES: [string, number[][]][] = [
  ['all zero', sample(8, 3, 1, { scale: 0 })],
  ['equal rows', sample(8, 3, 1, { scale: 0, shift: 30 })],
  ['equal rows at 1e6', sample(8, 3, 1, { scale: 0, shift: 1e6 })],
  ['one zero row', sample(8, 3, 1).map((row, i) => (i === 3 ? [0, 0, 0] : row))],
  ['two equal rows', sample(8, 3, 1).map((row, i, all) => (i === 3 ? all[5]! : row))],
  ['one constant column', sample(8, 3, 1).map(([a, b]) => [a!, b!, 30])],
  ['scale 1e6', sample(8, 3, 1, { scale: 1e6 })],
  ['scale 1e4', sample(8, 3, 1, { scale: 1e4 })],
  ['scale 1e-6', sample(8, 3, 1, { scale: 1e-6 })],
  ['scale 1e-20', sample(8, 3, 1, { scale: 1e-20 })],
  ['offset 30', sample(8, 3, 1, { shift: 30 })],
];

/** Fails unless value and gradient are finite numbers and nothing is left in memory; returns the value. */
export function expectFinite(loss: (x: tf.Tensor2D) => tf.Scalar, x: number[][]): number {
  const { value, gradient } = withoutLeak(() => valueAndGradient(loss, x));
  expect(value, 'value').toSatisfy(Number.isFinite);
  expect(Array.from(gradient), 'gradient').toSatisfy((g: number[]) => g.every(Number.isFinite));
  return value;
}

/** Random matrices of moderate numbers for property tests. */
export function matrices(rows: number, columns: number): fc.Arbitrary<number[][]> {
  const number = fc.integer({ min: -4000, max: 4000 }).map((v) => v / 1000);
  const row = fc.array(number, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

/** Settings of property tests: few runs, always the same ones, so that the suite is quick and repeatable. */
export const RUNS: fc.Parameters<unknown> = { numRuns: 30, seed: 1 };
