// The twins of assembly/random.ts, to the bit: every result is rounded to single precision as SIMD rounds it. See there
// for the method.
import { normalConstants } from './normalConstants.js';

const { fround, sqrt } = Math;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

const turned = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
const times = (x: number, y: number): number => fround(x * y);
const plus = (x: number, y: number): number => fround(x + y);

/** 32 bits of one lane, as a signed number; its state moves on. */
function draw(state: Uint32Array, lane: number): number {
  const [s0, s1, s2, s3] = [state[lane]!, state[lane + 4]!, state[lane + 8]!, state[lane + 12]!];
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[lane] = s0 ^ t3;
  state[lane + 4] = s1 ^ t2;
  state[lane + 8] = t2 ^ (s1 << 9);
  state[lane + 12] = turned(t3, 11);
  return (turned((s0 + s3) | 0, 7) + s0) | 0;
}

/** Coefficients with the highest power first: all, or every second one from `first`. */
function polynomial(x: number, coefficients: Float32Array, first = 0, stride = 1): number {
  let sum = coefficients[first]!;
  for (let i = first + stride; i < coefficients.length; i += stride)
    sum = plus(times(sum, x), coefficients[i]!);
  return sum;
}

const logarithmPolynomial = /* @__PURE__ */ normalConstants.subarray(2, 11);
const log2Parts = /* @__PURE__ */ normalConstants.subarray(11, 13);
const sinePolynomial = /* @__PURE__ */ normalConstants.subarray(13, 16);
const cosinePolynomial = /* @__PURE__ */ normalConstants.subarray(16, 19);
const angleUnit = /* @__PURE__ */ normalConstants.at(-1)!;

function logarithm(u: number): number {
  float[0] = u;
  const exponent = (bits[0]! - 0x3f3504f3) >> 23;
  bits[0] = bits[0]! - (exponent << 23);
  const f = plus(float[0]!, -1);
  const z = times(f, f);
  const p = plus(
    times(polynomial(z, logarithmPolynomial, 1, 2), f),
    polynomial(z, logarithmPolynomial, 0, 2),
  );
  const low = plus(times(times(p, z), f), times(exponent, log2Parts[0]!));
  return plus(plus(f, plus(low, -times(z, 0.5))), times(exponent, log2Parts[1]!));
}

const sine = (a: number, z: number): number => plus(times(times(polynomial(z, sinePolynomial), z), a), a);
const cosine = (z: number): number =>
  plus(times(times(polynomial(z, cosinePolynomial), z), z), plus(1, -times(z, 0.5)));

const radius = (draw: number): number =>
  fround(sqrt(times(logarithm(times(plus(fround(draw >>> 1), 0.5), 2 ** -31)), -2)));

/** A point of the plane from two draws, both coordinates standard normal. */
function point(first: number, second: number): [number, number] {
  const r = second << 1 < 0 ? -radius(first) : radius(first);
  const a = times(fround(second << 2), angleUnit);
  const z = times(a, a);
  const [along, across] = [times(r, cosine(z)), times(r, sine(a, z))];
  return second < 0 ? [across, along] : [along, across];
}

/** Fills `out` with standard normal values; `state` (see `randomState`) moves on by whole blocks of 8. */
export function normalArray(state: Uint32Array, out: Float32Array): void {
  for (let block = 0; block < out.length; block += 8) {
    for (let lane = 0; lane < 4; lane++) {
      const [x, y] = point(draw(state, lane), draw(state, lane));
      out[block + lane] = x;
      out[block + lane + 4] = y; // beyond the end of a typed array a write does nothing
    }
  }
}

/** Fills `out` with values uniform in [0, 1), multiples of 2⁻²⁴; `state` moves on by whole blocks of 4. */
export function uniformArray(state: Uint32Array, out: Float32Array): void {
  for (let block = 0; block < out.length; block += 4) {
    for (let lane = 0; lane < 4; lane++) out[block + lane] = (draw(state, lane) >>> 8) * 2 ** -24;
  }
}
