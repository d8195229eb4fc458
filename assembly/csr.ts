import { multiplyAdd } from './multiplyAdd';

function at(array: usize, i: i32): usize {
  return array + ((<usize>i) << 2);
}

/** Sixteen columns of one row: the stored values between `from` and `to` times their lines of B. */
function sixteen(from: usize, to: usize, values: usize, b: usize, line: usize, out: usize): void {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (; from < to; from += 4) {
    const x = v128.load_splat<f32>(from + values);
    const terms = b + <usize>load<i32>(from) * line;
    sum0 = multiplyAdd(x, v128.load(terms), sum0);
    sum1 = multiplyAdd(x, v128.load(terms, 16), sum1);
    sum2 = multiplyAdd(x, v128.load(terms, 32), sum2);
    sum3 = multiplyAdd(x, v128.load(terms, 48), sum3);
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
  v128.store(out, sum2, 32);
  v128.store(out, sum3, 48);
}

function four(from: usize, to: usize, values: usize, b: usize, line: usize, out: usize): void {
  let sum = f32x4.splat(0);
  for (; from < to; from += 4) {
    const x = v128.load_splat<f32>(from + values);
    sum = multiplyAdd(x, v128.load(b + <usize>load<i32>(from) * line), sum);
  }
  v128.store(out, sum);
}

// In a lane of a vector, so that it rounds as the other columns do.
function one(from: usize, to: usize, values: usize, b: usize, line: usize, out: usize): void {
  let sum = f32x4.splat(0);
  for (; from < to; from += 4) {
    const x = v128.load_splat<f32>(from + values);
    sum = multiplyAdd(x, v128.load_splat<f32>(b + <usize>load<i32>(from) * line), sum);
  }
  store<f32>(out, f32x4.extract_lane(sum, 0));
}

/** Sixteen columns of B, line after line. */
function pack(b: usize, line: usize, inner: i32, out: usize): void {
  for (const end = out + ((<usize>inner) << 6); out < end; out += 64) {
    v128.store(out, v128.load(b));
    v128.store(out, v128.load(b, 16), 16);
    v128.store(out, v128.load(b, 32), 32);
    v128.store(out, v128.load(b, 48), 48);
    b += line;
  }
}

/**
 * out [rows, columns] = X·B, X [rows, inner] by compressed rows, B [inner, columns]. `scratch` has 64 bytes for each line
 * of B: lines whose distance is a power of two share a few places of the cache, so that copying sixteen columns first
 * makes a layer of 128 units 1.6 times as fast.
 */
export function csrProduct(
  rows: i32,
  columns: i32,
  inner: i32,
  indptr: usize,
  indices: usize,
  values: usize,
  b: usize,
  out: usize,
  scratch: usize,
): void {
  const line = (<usize>columns) << 2;
  const apart = values - indices;
  for (let j = 0, width = 16; j < columns; j += width) {
    while (j + width > columns) width >>= 2;
    if (width === 16) pack(at(b, j), line, inner, scratch);
    for (let row = 0; row < rows; row++) {
      const from = at(indices, load<i32>(at(indptr, row)));
      const to = at(indices, load<i32>(at(indptr, row + 1)));
      const target = at(out, j) + <usize>row * line;
      if (width === 16) sixteen(from, to, apart, scratch, 64, target);
      else if (width === 4) four(from, to, apart, at(b, j), line, target);
      else one(from, to, apart, at(b, j), line, target);
    }
  }
}
