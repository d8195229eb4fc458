const scramble = (x: number): number => {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/**
 * The state of four xoshiro128++ generators side by side: word 4·j + lane is the j-th word of a lane. Two seeds of 32
 * bits, since one alone would meet itself again after some 80,000 tensors.
 *
 * A generator must not start at zero. For fixed seeds the words differ from one another (the scrambling, MurmurHash3's
 * last step, is one to one), so that at most one of them is.
 */
export function randomState(first: number, second: number): Uint32Array {
  return Uint32Array.from({ length: 16 }, (_, i) =>
    scramble(scramble(first + Math.imul(i + 1, 0x9e3779b9)) ^ second),
  );
}
