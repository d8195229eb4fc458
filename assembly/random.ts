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

// Where the numbers of src/simd/normalConstants.ts are: behind the state.
const SQRT_HALF: usize = 64;
const SIGN: usize = 68;
const LOG8: usize = 72;
const LOG7: usize = 76;
const LOG6: usize = 80;
const LOG5: usize = 84;
const LOG4: usize = 88;
const LOG3: usize = 92;
const LOG2: usize = 96;
const LOG1: usize = 100;
const LOG0: usize = 104;
const LN2_LOW: usize = 108;
const LN2_HIGH: usize = 112;
const SINE2: usize = 116;
const SINE1: usize = 120;
const SINE0: usize = 124;
const COSINE2: usize = 128;
const COSINE1: usize = 132;
const COSINE0: usize = 136;
const HALF: usize = 140;
const ONE: usize = 144;
const MINUS_TWO: usize = 148;
const UNIT: usize = 152;
const ANGLE: usize = 156;

/** ln u for u in [2^-32, 1], to 1e-7 relative: the polynomial of Cephes' logf, even and odd powers apart. */
function logarithm(u: v128, state: usize): v128 {
  // u = m·2^e with m in [√½, √2)
  const e = i32x4.shr_s(i32x4.sub(u, v128.load32_splat(state, SQRT_HALF)), 23);
  const f = f32x4.sub(i32x4.sub(u, i32x4.shl(e, 23)), v128.load32_splat(state, ONE));
  const exponent = f32x4.convert_i32x4_s(e);
  const z = f32x4.mul(f, f);
  let even = f32x4.add(f32x4.mul(v128.load32_splat(state, LOG8), z), v128.load32_splat(state, LOG6));
  let odd = f32x4.add(f32x4.mul(v128.load32_splat(state, LOG7), z), v128.load32_splat(state, LOG5));
  even = f32x4.add(f32x4.mul(even, z), v128.load32_splat(state, LOG4));
  odd = f32x4.add(f32x4.mul(odd, z), v128.load32_splat(state, LOG3));
  even = f32x4.add(f32x4.mul(even, z), v128.load32_splat(state, LOG2));
  odd = f32x4.add(f32x4.mul(odd, z), v128.load32_splat(state, LOG1));
  even = f32x4.add(f32x4.mul(even, z), v128.load32_splat(state, LOG0));
  const p = f32x4.add(f32x4.mul(odd, f), even);
  const low = f32x4.add(
    f32x4.mul(f32x4.mul(p, z), f),
    f32x4.mul(exponent, v128.load32_splat(state, LN2_LOW)),
  );
  const tail = f32x4.sub(low, f32x4.mul(z, v128.load32_splat(state, HALF)));
  return f32x4.add(f32x4.add(f, tail), f32x4.mul(exponent, v128.load32_splat(state, LN2_HIGH)));
}

function sine(a: v128, z: v128, state: usize): v128 {
  let p = f32x4.add(f32x4.mul(v128.load32_splat(state, SINE2), z), v128.load32_splat(state, SINE1));
  p = f32x4.add(f32x4.mul(p, z), v128.load32_splat(state, SINE0));
  return f32x4.add(f32x4.mul(f32x4.mul(p, z), a), a);
}

function cosine(z: v128, state: usize): v128 {
  let p = f32x4.add(f32x4.mul(v128.load32_splat(state, COSINE2), z), v128.load32_splat(state, COSINE1));
  p = f32x4.add(f32x4.mul(p, z), v128.load32_splat(state, COSINE0));
  const parabola = f32x4.sub(v128.load32_splat(state, ONE), f32x4.mul(z, v128.load32_splat(state, HALF)));
  return f32x4.add(f32x4.mul(f32x4.mul(p, z), z), parabola);
}

/**
 * `out` = standard normal values; `count` is a multiple of 8. Box & Muller 1958: a point whose squared distance from the
 * origin is -2 ln u, at a uniform angle. Nothing is rejected, so that all lanes keep step; the tail ends at 6.7.
 */
export function normals(state: usize, out: usize, count: i32): void {
  draws(state, out, count);
  for (const end = out + ((<usize>count) << 2); out < end; out += 32) {
    const draw = f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(out), 1));
    const u = f32x4.mul(f32x4.add(draw, v128.load32_splat(state, HALF)), v128.load32_splat(state, UNIT));
    const r = f32x4.sqrt(f32x4.mul(logarithm(u, state), v128.load32_splat(state, MINUS_TWO)));
    // 30 bits for an angle within ±π/4 of the first axis, one to swap the axes, one to take the opposite point.
    const bits = v128.load(out, 16);
    const a = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shl(bits, 2)), v128.load32_splat(state, ANGLE));
    const z = f32x4.mul(a, a);
    const along = cosine(z, state);
    const across = sine(a, z, state);
    const swap = i32x4.shr_s(bits, 31);
    const radius = v128.xor(r, v128.and(i32x4.shl(bits, 1), v128.load32_splat(state, SIGN)));
    v128.store(out, f32x4.mul(radius, v128.bitselect(across, along, swap)), 0);
    v128.store(out, f32x4.mul(radius, v128.bitselect(along, across, swap)), 16);
  }
}
