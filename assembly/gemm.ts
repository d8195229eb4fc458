// Matrix product after Goto & van de Geijn 2008: blocks of both operands are copied into the order in which a tile of
// 4 x 12 results, held in registers, reads them. The copy takes any strides, so that a transposed operand costs nothing.
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 12;
// A block of A (128 KB) and the columns of B in use (12 KB) stay in the caches.
const BLOCK_ROWS: i32 = 128;
const BLOCK_INNER: i32 = 256;
const BLOCK_COLUMNS: i32 = 504;

/** Bytes of scratch memory that {@link gemm} needs: one tile, a block of A, a block of B. */
export const scratchBytes: i32 = 4 * (64 + BLOCK_ROWS * BLOCK_INNER + BLOCK_COLUMNS * BLOCK_INNER);

/** Up to four lines, the missing ones as zeros: out[k·step + i] = source[i·line + k·along]. */
function packSome(
  source: usize,
  lines: i32,
  line: usize,
  along: usize,
  inner: i32,
  out: usize,
  step: usize,
): void {
  for (let k = 0; k < inner; k++) {
    for (let i = 0; i < 4; i++) {
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
  packSome(source, 4, line, 4, inner - k, out, step);
}

/** `lines` lines of `source` as panels of `width` columns, one after the other, each [inner, width], inner made even. */
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
      if (i + 4 <= lines) packFour(from, line, along, inner, to, step);
      else packSome(from, max(0, lines - i), line, along, inner, to, step);
    }
    out += <usize>inner * step;
    if (inner & 1) {
      memory.fill(out, 0, step);
      out += step;
    }
  }
}

/** One row of a tile: `add` says whether to add to what is there. */
function storeRow(out: usize, add: bool, x: v128, y: v128, z: v128): void {
  if (add) {
    x = f32x4.add(v128.load(out), x);
    y = f32x4.add(v128.load(out, 16), y);
    z = f32x4.add(v128.load(out, 32), z);
  }
  v128.store(out, x);
  v128.store(out, y, 16);
  v128.store(out, z, 32);
}

/** A tile [4, 12] = panel of A [inner, 4], transposed, times panel of B [inner, 12]; inner is even. */
function tile(inner: i32, a: usize, b: usize, out: usize, row: usize, add: bool): void {
  let x0 = f32x4.splat(0),
    y0 = x0,
    z0 = x0;
  let x1 = x0,
    y1 = x0,
    z1 = x0;
  let x2 = x0,
    y2 = x0,
    z2 = x0;
  let x3 = x0,
    y3 = x0,
    z3 = x0;
  // Two columns of A a round: the loop's own instructions, an interrupt check among them, cost 12 %.
  for (const end = a + ((<usize>inner) << 4); a < end; a += 32, b += 96) {
    let x = v128.load(b, 0);
    let y = v128.load(b, 16);
    let z = v128.load(b, 32);
    let a0 = v128.load_splat<f32>(a, 0);
    x0 = f32x4.add(x0, f32x4.mul(a0, x));
    y0 = f32x4.add(y0, f32x4.mul(a0, y));
    z0 = f32x4.add(z0, f32x4.mul(a0, z));
    let a1 = v128.load_splat<f32>(a, 4);
    x1 = f32x4.add(x1, f32x4.mul(a1, x));
    y1 = f32x4.add(y1, f32x4.mul(a1, y));
    z1 = f32x4.add(z1, f32x4.mul(a1, z));
    let a2 = v128.load_splat<f32>(a, 8);
    x2 = f32x4.add(x2, f32x4.mul(a2, x));
    y2 = f32x4.add(y2, f32x4.mul(a2, y));
    z2 = f32x4.add(z2, f32x4.mul(a2, z));
    let a3 = v128.load_splat<f32>(a, 12);
    x3 = f32x4.add(x3, f32x4.mul(a3, x));
    y3 = f32x4.add(y3, f32x4.mul(a3, y));
    z3 = f32x4.add(z3, f32x4.mul(a3, z));
    x = v128.load(b, 48);
    y = v128.load(b, 64);
    z = v128.load(b, 80);
    a0 = v128.load_splat<f32>(a, 16);
    x0 = f32x4.add(x0, f32x4.mul(a0, x));
    y0 = f32x4.add(y0, f32x4.mul(a0, y));
    z0 = f32x4.add(z0, f32x4.mul(a0, z));
    a1 = v128.load_splat<f32>(a, 20);
    x1 = f32x4.add(x1, f32x4.mul(a1, x));
    y1 = f32x4.add(y1, f32x4.mul(a1, y));
    z1 = f32x4.add(z1, f32x4.mul(a1, z));
    a2 = v128.load_splat<f32>(a, 24);
    x2 = f32x4.add(x2, f32x4.mul(a2, x));
    y2 = f32x4.add(y2, f32x4.mul(a2, y));
    z2 = f32x4.add(z2, f32x4.mul(a2, z));
    a3 = v128.load_splat<f32>(a, 28);
    x3 = f32x4.add(x3, f32x4.mul(a3, x));
    y3 = f32x4.add(y3, f32x4.mul(a3, y));
    z3 = f32x4.add(z3, f32x4.mul(a3, z));
  }
  storeRow(out, add, x0, y0, z0);
  storeRow(out + row, add, x1, y1, z1);
  storeRow(out + 2 * row, add, x2, y2, z2);
  storeRow(out + 3 * row, add, x3, y3, z3);
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

/** out [rows, columns] (row stride in bytes) = or += packed A · packed B. */
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
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const panel = b + ((<usize>(j * inner)) << 2);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const from = a + ((<usize>(i * inner)) << 2);
      const to = out + <usize>i * row + ((<usize>j) << 2);
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) tile(inner, from, panel, to, row, add);
      else {
        tile(inner, from, panel, scratch, (<usize>TILE_COLUMNS) << 2, false);
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
        block(height, width, depth + (depth & 1), packedA, packedB, to, row, k > 0, scratch);
      }
    }
  }
}
