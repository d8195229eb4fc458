import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useBackend } from '../../../src/backend/useBackend.js';
import { createRng } from '../../../src/random/rng.js';
import { adamStep } from '../../../src/wasm/adam/adamStep.js';
import type { CsrThread } from '../../../src/wasm/sparse/csrThread.js';
import type { Csr, RightOperand } from '../../../src/wasm/sparse/operands.js';
import { sharedCsrThread } from '../../../src/wasm/sparse/sharedCsrThread.js';
import { startCsrThread } from '../../../src/wasm/sparse/startCsrThread.js';
import { useCsrThread } from '../../../src/wasm/sparse/useCsrThread.js';
import { wasmCsrMatMul } from '../../../src/wasm/sparse/wasmCsrMatMul.js';
import { withoutLeak } from '../../helpers/backends.js';

const rng = createRng('csrThread');
const inner = 300;

/** Rows of up to 200 values, every seventh without any. */
function cells(rows: number): Csr {
  const columns = Array.from({ length: rows }, (_, row) =>
    row % 7 === 3 ? [] : Array.from({ length: inner }, (_, k) => k).filter(() => rng.next() < 0.6),
  );
  const indptr = new Int32Array(rows + 1);
  columns.forEach((of, row) => {
    indptr[row + 1] = indptr[row]! + of.length;
  });
  const data = Float32Array.from({ length: indptr[rows]! }, () => rng.next() - 0.5);
  return { data, indices: Int32Array.from(columns.flat()), indptr, shape: [rows, inner] };
}

const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);
const operand = (columns: number, values = drawn(inner * columns)): RightOperand => ({
  ...{ values, inner, columns, writes: 0 },
  dataId: {},
});

/** X·B row by row from `from` on, as the kernel adds it up: within rounding. */
function expectRows(
  { data, indices, indptr }: Csr,
  b: RightOperand,
  from: number,
  found: Float32Array,
): void {
  found.forEach((value, at) => {
    const [row, j] = [from + Math.floor(at / b.columns), at % b.columns];
    let sum = 0;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++)
      sum += data[k]! * b.values[indices[k]! * b.columns + j]!;
    expect(Math.abs(value - sum)).toBeLessThan(1e-4);
  });
}

let thread: CsrThread | undefined;
afterEach(async () => {
  await thread?.close();
  vi.resetModules();
  vi.unstubAllGlobals();
});

/** A thread that has begun on the last rows of X·B. */
async function begun(x: Csr, b: RightOperand): Promise<{ own: CsrThread; from: number; out: Float32Array }> {
  const own = startCsrThread()!;
  thread = own;
  let rows = own.begin(x, b);
  for (; !rows; rows = own.begin(x, b)) await new Promise((resolve) => setTimeout(resolve, 5));
  const out = new Float32Array((x.shape[0] - rows.from) * b.columns);
  expect(rows.finish(out)).toBe(true);
  return { own, from: rows.from, out };
}

describe.runIf(availableParallelism() > 1)('a thread for sparse products', () => {
  const [x, b] = [cells(300), operand(64)];

  test('computes the last rows', async () => {
    const { from, out } = await begun(x, b);
    expect(from).toBe(150);
    expectRows(x, b, from, out);
  });

  test('begins by itself on the matrix that was announced, with the same right operand', async () => {
    const own = (await begun(x, b)).own;
    const [second, third] = [cells(320), cells(290)];
    own.announce(second);
    const rows = own.begin(x, b)!;
    expect(rows.finish(new Float32Array((300 - rows.from) * 64))).toBe(true);
    // It is at the second now, so that another must be done without it.
    expect(own.begin(third, b)).toBeUndefined();
    const its = own.begin(second, b)!;
    const out = new Float32Array((320 - its.from) * 64);
    expect(its.finish(out)).toBe(true);
    expectRows(second, b, its.from, out);
  });

  test('computes again what was begun with other values', async () => {
    const own = (await begun(x, b)).own;
    const next = cells(310);
    own.announce(next);
    const first = own.begin(x, b)!;
    first.finish(new Float32Array((300 - first.from) * 64));
    const changed = { ...b, values: drawn(inner * 64), writes: 1 };
    const rows = own.begin(next, changed)!;
    const out = new Float32Array((310 - rows.from) * 64);
    expect(rows.finish(out)).toBe(true);
    expectRows(next, changed, rows.from, out);
  });

  test('takes larger matrices and other right operands', async () => {
    const own = (await begun(x, b)).own;
    const [large, wide] = [cells(900), operand(130)];
    const rows = own.begin(large, wide)!;
    const out = new Float32Array((900 - rows.from) * 130);
    expect(rows.finish(out)).toBe(true);
    expectRows(large, wide, rows.from, out);
  });

  test('is free again when what was announced is forgotten, before or after it has begun', async () => {
    const own = (await begun(x, b)).own;
    const [next, other] = [cells(310), cells(330)];
    const finish = (of: Csr): void => {
      const rows = own.begin(of, b)!;
      expect(rows.finish(new Float32Array((of.shape[0] - rows.from) * 64))).toBe(true);
    };
    own.announce(next);
    expect(own.forget(next)).toBe(true);
    finish(x);
    finish(other);
    own.announce(next);
    finish(x);
    expect(own.begin(other, b)).toBeUndefined();
    expect(own.forget(next)).toBe(true);
    expect(own.forget(next)).toBe(false);
    expect(own.forget(undefined)).toBe(false);
    finish(other);
  });

  test('a matrix that was announced too late is not begun again', async () => {
    const own = (await begun(x, b)).own;
    const [next, other] = [cells(310), cells(330)];
    own.announce(next);
    const rows = own.begin(next, b)!;
    rows.finish(new Float32Array((310 - rows.from) * 64));
    expect(own.begin(other, b)).toBeDefined();
  });

  test('leaves products alone that are small, or do not fit', async () => {
    const own = (await begun(x, b)).own;
    expect(own.begin(cells(10), b)).toBeUndefined();
    expect(own.begin(x, { ...b, inner: inner - 1 })).toBeUndefined();
  });

  test('does without it where there is no memory to be had', async () => {
    const own = (await begun(x, b)).own;
    const large = cells(900);
    vi.stubGlobal('SharedArrayBuffer', () => {
      throw new RangeError('no memory');
    });
    expect(own.begin(large, operand(130))).toBeUndefined();
    vi.unstubAllGlobals();
    expect(own.begin(large, operand(130))).toBeDefined();
  });

  test('after a failure there are no rows to be had, now or later', async () => {
    const own = (await begun(x, b)).own;
    const outside = { ...x, indices: x.indices.map(() => 2 ** 25) };
    expect(own.begin(outside, b)!.finish(new Float32Array(64))).toBe(false);
    expect(own.begin(x, b)).toBeUndefined();
  });

  test('there is none without WebAssembly, or where a thread may not wait', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const { startCsrThread: without } = await import('../../../src/wasm/sparse/startCsrThread.js');
    expect(without()).toBeUndefined();
    vi.unstubAllGlobals();
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(startCsrThread()).toBeUndefined();
  });
});

describe.runIf(availableParallelism() > 1)('products of sparse cells with a second thread', () => {
  beforeAll(() => useBackend('wasm'));

  /** Ready as soon as it takes rows. */
  async function used(x: Csr, w: tf.Tensor2D): Promise<() => Promise<void>> {
    const end = useCsrThread();
    const b = operand(w.shape[1], w.dataSync<'float32'>());
    let rows = sharedCsrThread()!.begin(x, b);
    for (; !rows; rows = sharedCsrThread()!.begin(x, b))
      await new Promise((resolve) => setTimeout(resolve, 5));
    rows.finish(new Float32Array((x.shape[0] - rows.from) * w.shape[1]));
    return end;
  }

  const valuesOf = (x: Csr, w: tf.Tensor2D): Float32Array =>
    tf.tidy(() => wasmCsrMatMul(x, w)!.dataSync<'float32'>());

  test.each([16, 21, 128])('are the same to the bit, %i columns', async (columns) => {
    const w = tf.tensor2d(drawn(inner * columns), [inner, columns]);
    const all = [cells(900), cells(1000), cells(950)];
    const alone = all.map((x) => valuesOf(x, w));
    const end = await used(all[0]!, w);
    withoutLeak(() => {
      for (const [i, x] of all.entries()) {
        if (all[i + 1]) sharedCsrThread()!.announce(all[i + 1]!);
        expect(valuesOf(x, w)).toEqual(alone[i]);
      }
    });
    await end();
    w.dispose();
  });

  test('see weights that were written in place after their rows were begun', async () => {
    const w = tf.variable(tf.tensor2d(drawn(inner * 64), [inner, 64])) as tf.Variable<tf.Rank.R2>;
    const [gradient, m, v] = [tf.ones([inner, 64]), tf.zeros([inner, 64]), tf.zeros([inner, 64])];
    const moments = [m, v].map((zeros) => tf.variable(zeros));
    const [first, second] = [cells(300), cells(310)];
    const end = await used(first, w);
    valuesOf(first, w);
    sharedCsrThread()!.announce(second);
    valuesOf(first, w);
    const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1 };
    adamStep(w, gradient, moments[0]!, moments[1]!, options);
    const found = valuesOf(second, w);
    await end();
    expect(found).toEqual(valuesOf(second, w));
    tf.dispose([w, gradient, m, v, ...moments]);
  });

  test('the thread ends with its last user', async () => {
    const [first, second] = [useCsrThread(), useCsrThread()];
    const shared = sharedCsrThread();
    expect(shared).toBeDefined();
    await first();
    expect(sharedCsrThread()).toBe(shared);
    await second();
    expect(sharedCsrThread()).toBeUndefined();
  });
});
