/** The first 32 bits of the fractional part of a root of the first primes. */
function constants(count: number, root: (prime: number) => number): Uint32Array {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    const isPrime = Array.from({ length: candidate }, (_, i) => i).every((i) => i < 2 || candidate % i !== 0);
    if (isPrime) found.push((root(candidate) % 1) * 2 ** 32);
  }
  return Uint32Array.from(found);
}

let tables: { rounds: Uint32Array; start: Uint32Array } | undefined;

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The message with its end mark and its length in bits, which fills whole blocks of 64 bytes. */
function padded(bytes: Uint8Array): DataView {
  const out = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64));
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setBigUint64(out.length - 8, 8n * BigInt(bytes.length));
  return view;
}

function expand(words: Uint32Array, message: DataView, from: number): void {
  for (let i = 0; i < 16; i++) words[i] = message.getUint32(from + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [early, late] = [words[i - 15]!, words[i - 2]!];
    const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16]! + first + words[i - 7]! + second;
  }
}

/** Mixes a block, which `words` holds, into the state. */
function mix(state: Uint32Array, words: Uint32Array, rounds: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const chosen = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sumE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const sumA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const one = (h + sumE + chosen + rounds[i]! + words[i]!) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + sumA + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i]! += word;
  });
}

/**
 * SHA-256 in hexadecimal. Our own, because the platform's is missing on pages that came without encryption, and the same model must
 * have the same fingerprint everywhere.
 */
export function sha256(bytes: Uint8Array): string {
  tables ??= { rounds: constants(64, Math.cbrt), start: constants(8, Math.sqrt) };
  const state = tables.start.slice();
  const words = new Uint32Array(64);
  const message = padded(bytes);
  for (let from = 0; from < message.byteLength; from += 64) {
    expand(words, message, from);
    mix(state, words, tables.rounds);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}
