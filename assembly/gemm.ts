import { multiplyAdd } from './multiplyAdd';

// Matrix product after Goto & van de Geijn 2008: blocks of both operands are copied into the order in which a tile of
// 6 x 8 results, held in registers, reads them. The copy takes any strides, so that a transposed operand costs nothing.
// An engine has 15 registers for vectors: 12 results, two vectors of B, one number of A.
const TILE_ROWS: i32 = 6;
const TILE_COLUMNS: i32 = 8;
// A block of B (512 KB) and the rows of A in use (6 KB) stay in the caches.
const BLOCK_ROWS: i32 = 132;
const BLOCK_INNER: i32 = 256;
const BLOCK_COLUMNS: i32 = 512;

/** Bytes of scratch memory that {@link gemm} needs: one tile, a block of A, a block of B. */
export const scratchBytes: i32 = 4 * (64 + BLOCK_ROWS * BLOCK_INNER + BLOCK_COLUMNS * BLOCK_INNER);

/** `width` lines, those behind the first `lines` as zeros: out[k·step + i] = source[i·line + k·along]. */
function packSome(
  source: usize,
  lines: i32,
  width: i32,
  line: usize,
  along: usize,
  inner: i32,
  out: usize,
  step: usize,
): void {
  for (let k = 0; k < inner; k++) {
    for (let i = 0; i < width; i++) {
      store<f32>(out + ((<usize>i) << 2), i < lines ? load<f32>(source + <usize>i * line) : 0);
    }
    source += along;
    out += step;
  }
}

/** Four lines, by vectors: either neighbours lie side by side, or each line lies in one piece. */
function packFour(source: usize, line: usize, along: usize, inner: i32, out: usize, step: usize): void {
  let k = 0;
  if (line === 4) {
    for (; k < inner; k++) {
      v128.store(out, v128.load(source));
      source += along;
      out += step;
    }
    return;
  }
  for (; k + 4 <= inner; k += 4) {
    const a = v128.load(source);
    const b = v128.load(source + line);
    const c = v128.load(source + 2 * line);
    const d = v128.load(source + 3 * line);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(out + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    v128.store(out + 2 * step, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5));
    v128.store(out + 3 * step, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7));
    source += 16;
    out += 4 * step;
  }
  packSome(source, 4, 4, line, 4, inner - k, out, step);
}

/** `lines` lines of `source` as panels of `width` columns, one after the other, each [inner, width]. */
function pack(
  source: usize,
  lines: i32,
  line: usize,
  along: usize,
  inner: i32,
  out: usize,
  width: i32,
): void {
  const step = (<usize>width) << 2;
  for (let panel = 0; panel < lines; panel += width) {
    for (let i = panel; i < panel + width; i += 4) {
      const to = out + ((<usize>(i - panel)) << 2);
      const from = source + <usize>i * line;
      const part = min(4, panel + width - i);
      if (part === 4 && i + 4 <= lines) packFour(from, line, along, inner, to, step);
      else packSome(from, lines - i, part, line, along, inner, to, step);
    }
    out += <usize>inner * step;
  }
}

/** One row of a tile: `add` says whether to add to what is there. */
function storeRow(out: usize, add: bool, x: v128, y: v128): void {
  if (add) {
    x = f32x4.add(v128.load(out), x);
    y = f32x4.add(v128.load(out, 16), y);
  }
  v128.store(out, x);
  v128.store(out, y, 16);
}

/** A tile [6, 8] = panel of A [inner, 6], transposed, times panel of B [inner, 8]. */
function tile(inner: i32, a: usize, b: usize, out: usize, row: usize, add: bool): void {
  let x0 = f32x4.splat(0),
    y0 = x0;
  let x1 = x0,
    y1 = x0;
  let x2 = x0,
    y2 = x0;
  let x3 = x0,
    y3 = x0;
  let x4 = x0,
    y4 = x0;
  let x5 = x0,
    y5 = x0;
  for (const end = a + <usize>inner * 24; a < end; a += 24, b += 32) {
    const x = v128.load(b);
    const y = v128.load(b, 16);
    let k = v128.load_splat<f32>(a, 0);
    x0 = multiplyAdd(k, x, x0);
    y0 = multiplyAdd(k, y, y0);
    k = v128.load_splat<f32>(a, 4);
    x1 = multiplyAdd(k, x, x1);
    y1 = multiplyAdd(k, y, y1);
    k = v128.load_splat<f32>(a, 8);
    x2 = multiplyAdd(k, x, x2);
    y2 = multiplyAdd(k, y, y2);
    k = v128.load_splat<f32>(a, 12);
    x3 = multiplyAdd(k, x, x3);
    y3 = multiplyAdd(k, y, y3);
    k = v128.load_splat<f32>(a, 16);
    x4 = multiplyAdd(k, x, x4);
    y4 = multiplyAdd(k, y, y4);
    k = v128.load_splat<f32>(a, 20);
    x5 = multiplyAdd(k, x, x5);
    y5 = multiplyAdd(k, y, y5);
  }
  storeRow(out, add, x0, y0);
  storeRow(out + row, add, x1, y1);
  storeRow(out + 2 * row, add, x2, y2);
  storeRow(out + 3 * row, add, x3, y3);
  storeRow(out + 4 * row, add, x4, y4);
  storeRow(out + 5 * row, add, x5, y5);
}

/** The part of a tile that lies inside the result. */
function storePart(from: usize, rows: i32, columns: i32, out: usize, row: usize, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = out + <usize>i * row + ((<usize>j) << 2);
      const value = load<f32>(from + ((<usize>(i * TILE_COLUMNS + j)) << 2));
      store<f32>(to, add ? load<f32>(to) + value : value);
    }
  }
}

/**
 * out [rows, columns] (row stride in bytes) = or += packed A · packed B. Row after row of tiles: a line of the cache that is
 * written piece by piece is whole before it leaves.
 */
function block(
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  b: usize,
  out: usize,
  row: usize,
  add: bool,
  scratch: usize,
): void {
  for (let i = 0; i < rows; i += TILE_ROWS) {
    const panel = a + ((<usize>(i * inner)) << 2);
    for (let j = 0; j < columns; j += TILE_COLUMNS) {
      const by = b + ((<usize>(j * inner)) << 2);
      const to = out + <usize>i * row + ((<usize>j) << 2);
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) tile(inner, panel, by, to, row, add);
      else {
        tile(inner, panel, by, scratch, (<usize>TILE_COLUMNS) << 2, false);
        storePart(scratch, min(TILE_ROWS, rows - i), min(TILE_COLUMNS, columns - j), to, row, add);
      }
    }
  }
}

/**
 * out [rows, columns] = A [rows, inner] · B [inner, columns], float32. Strides are in bytes; one of each operand's two
 * must be 4. `scratch` has {@link scratchBytes} bytes. Inner sums run in blocks of 256.
 */
export function gemm(
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  out: usize,
  scratch: usize,
): void {
  const row = (<usize>columns) << 2;
  const packedA = scratch + 256;
  const packedB = packedA + ((<usize>(BLOCK_ROWS * BLOCK_INNER)) << 2);
  if (inner === 0) memory.fill(out, 0, <usize>rows * row);
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j);
    for (let k = 0; k < inner; k += BLOCK_INNER) {
      const depth = min(BLOCK_INNER, inner - k);
      pack(b + <usize>k * bRow + <usize>j * bColumn, width, bColumn, bRow, depth, packedB, TILE_COLUMNS);
      for (let i = 0; i < rows; i += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - i);
        pack(a + <usize>i * aRow + <usize>k * aColumn, height, aRow, aColumn, depth, packedA, TILE_ROWS);
        const to = out + <usize>i * row + ((<usize>j) << 2);
        block(height, width, depth, packedA, packedB, to, row, k > 0, scratch);
      }
    }
  }
}
