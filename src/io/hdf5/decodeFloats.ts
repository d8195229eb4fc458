/** Half precision: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14);
}

/** Two factors, because 2 ** exponent alone may be 0 or infinite where the product isn't. */
const scaled = (value: number, exponent: number): number => {
  const first = Math.max(-1000, Math.min(1000, exponent));
  return value * 2 ** first * 2 ** (exponent - first);
};

/** `long double` of x86 processors: 64 bits of fraction with its leading 1, 15 of exponent, the sign. */
function extended(view: DataView, at: number): number {
  const fraction = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  const top = view.getUint16(at + 8, true);
  const sign = top & 0x8000 ? -1 : 1;
  const exponent = top & 0x7fff;
  // Without the leading 1, which damage may clear, processors since the 80387 take it for no number.
  if (exponent && fraction < 2 ** 63) return Number.NaN;
  if (exponent === 0x7fff)
    return view.getUint32(at + 4, true) << 1 || view.getUint32(at, true) ? Number.NaN : sign * Infinity;
  return sign * scaled(fraction, exponent - 16383 - 63);
}

/** `long double` of other processors: 112 bits of fraction without its leading 1, 15 of exponent, the sign. */
function quadruple(view: DataView, at: number): number {
  const words = [12, 8, 4, 0].map((offset) => view.getUint32(at + offset, true));
  const top = words[0]! >>> 16;
  const sign = top & 0x8000 ? -1 : 1;
  const exponent = top & 0x7fff;
  const fraction = ((words[0]! & 0xffff) * 2 ** 32 + words[1]!) * 2 ** -48 + words[2]! * 2 ** -80;
  if (exponent === 0x7fff) return fraction ? Number.NaN : sign * Infinity;
  return exponent ? sign * scaled(1 + fraction, exponent - 16383) : sign * 0;
}

/** Halves as floats. JavaScript has no array of them before Node 24. */
export function decodeHalves(bytes: Uint8Array): Float32Array {
  return Float32Array.from(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2), half);
}

/** Whether a value other than 0 can be one of x86: its fraction begins with 1. */
const fitsExtended = (view: DataView, at: number): boolean => view.getUint8(at + 7) >= 128;

/** Whether the other layout holds a number of a usual size here. */
function fitsQuadruple(view: DataView, at: number): boolean {
  const exponent = view.getUint16(at + 14, true) & 0x7fff;
  return exponent > 0x3c00 && exponent < 0x43ff;
}

/**
 * `long double`s of 16 bytes, rounded to doubles. h5wasm doesn't say which of the two layouts they have, and the six bytes that x86 leaves
 * unused hold anything. But a number of one layout is hardly ever a valid one of the other, so that most of them decide: one that is
 * damaged doesn't spoil the rest.
 */
export function decodeLongDoubles(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts = Array.from({ length: bytes.length / 16 }, (_, i) => i * 16);
  const count = (fits: typeof fitsExtended) => starts.filter((at) => fits(view, at)).length;
  const decode = count(fitsQuadruple) > count(fitsExtended) ? quadruple : extended;
  return Float64Array.from(starts, (at) => decode(view, at));
}
