// Four xoshiro128++ generators side by side (Blackman & Vigna 2021), one in each lane, their states interleaved in 64
// bytes. Every operation is exact or rounded as IEEE 754 says, so that src/simd/randomArrays.ts gives the same bits.

function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** `out` = 32 random bits each; `count` is a multiple of 4. */
function draws(state: usize, out: usize, count: i32): void {
  let s0 = v128.load(state, 0);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  for (const end = out + ((<usize>count) << 2); out < end; out += 16) {
    v128.store(out, i32x4.add(turned(i32x4.add(s0, s3), 7), s0));
    const shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = turned(s3, 11);
  }
  v128.store(state, s0, 0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

/** `out` = uniform in [0, 1), multiples of 2^-24; `count` is a multiple of 4. */
export function uniforms(state: usize, out: usize, count: i32): void {
  draws(state, out, count);
  const unit = f32x4.splat(5.9604644775390625e-8);
  for (const end = out + ((<usize>count) << 2); out < end; out += 16) {
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(out), 8)), unit));
  }
}

/** ln u for u in [2^-32, 1], to 1e-7 relative (the polynomial of Cephes' logf). */
function logarithm(u: v128): v128 {
  // u = m·2^e with m in [√½, √2)
  const e = i32x4.shr_s(i32x4.sub(u, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(u, i32x4.shl(e, 23)), f32x4.splat(1));
  const exponent = f32x4.convert_i32x4_s(e);
  const z = f32x4.mul(f, f);
  let p = f32x4.add(f32x4.mul(f32x4.splat(7.0376836292e-2), f), f32x4.splat(-1.151461031e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.167699874e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(3.3333331174e-1));
  const low = f32x4.add(f32x4.mul(f32x4.mul(p, z), f), f32x4.mul(exponent, f32x4.splat(-2.1219444e-4)));
  const tail = f32x4.sub(low, f32x4.mul(z, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(f, tail), f32x4.mul(exponent, f32x4.splat(0.693359375)));
}

function sine(a: v128, z: v128): v128 {
  let p = f32x4.add(f32x4.mul(f32x4.splat(-1.9515295891e-4), z), f32x4.splat(8.3321608736e-3));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-1.6666654611e-1));
  return f32x4.add(f32x4.mul(f32x4.mul(p, z), a), a);
}

function cosine(z: v128): v128 {
  let p = f32x4.add(f32x4.mul(f32x4.splat(2.443315711809948e-5), z), f32x4.splat(-1.388731625493765e-3));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(4.166664568298827e-2));
  return f32x4.add(f32x4.mul(f32x4.mul(p, z), z), f32x4.sub(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.5))));
}

/**
 * `out` = standard normal values; `count` is a multiple of 8. Box & Muller 1958: a point whose squared distance from the
 * origin is -2 ln u, at a uniform angle. Nothing is rejected, so that all lanes keep step; the tail ends at 6.7.
 */
export function normals(state: usize, out: usize, count: i32): void {
  draws(state, out, count);
  for (const end = out + ((<usize>count) << 2); out < end; out += 32) {
    const u = f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(out), 1)), f32x4.splat(0.5));
    const r = f32x4.sqrt(
      f32x4.mul(logarithm(f32x4.mul(u, f32x4.splat(4.656612873077393e-10))), f32x4.splat(-2)),
    );
    // 30 bits for an angle within ±π/4 of the first axis, one to swap the axes, one to take the opposite point.
    const bits = v128.load(out, 16);
    const a = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shl(bits, 2)), f32x4.splat(3.6572952e-10));
    const z = f32x4.mul(a, a);
    const along = cosine(z);
    const across = sine(a, z);
    const swap = i32x4.shr_s(bits, 31);
    const radius = v128.xor(r, v128.and(i32x4.shl(bits, 1), i32x4.splat(0x80000000)));
    v128.store(out, f32x4.mul(radius, v128.bitselect(across, along, swap)), 0);
    v128.store(out, f32x4.mul(radius, v128.bitselect(along, across, swap)), 16);
  }
}
