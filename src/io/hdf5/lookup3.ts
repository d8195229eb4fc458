/** Bytes that go in at once. */
const block = 12;

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** The three numbers take turns, so that a step is written once. */
type State = [number, number, number];

function mix(state: State): State {
  let [a, b, c] = state;
  for (const by of [4, 6, 8, 16, 19, 4]) {
    const mixed = (a - c) ^ rotate(c, by);
    [a, b, c] = [b, (c + b) | 0, mixed];
  }
  return [a, b, c];
}

function finish([a, b, c]: State): number {
  let [x, y, z] = [c, a, b];
  for (const by of [14, 11, 25, 16, 4, 14, 24]) {
    const mixed = ((x ^ z) - rotate(z, by)) | 0;
    [x, y, z] = [y, z, mixed];
  }
  return z >>> 0;
}

function add([a, b, c]: State, bytes: Uint8Array): State {
  const padded = new Uint8Array(block);
  padded.set(bytes);
  const words = new DataView(padded.buffer);
  const word = (i: number) => words.getUint32(4 * i, true);
  return [(a + word(0)) | 0, (b + word(1)) | 0, (c + word(2)) | 0];
}

/** The checksum of HDF5's superblock: Bob Jenkins' lookup3 (hashlittle), started with 0. */
export function lookup3(bytes: Uint8Array): number {
  const start = (0xdeadbeef + bytes.length) | 0;
  let state: State = [start, start, start];
  let at = 0;
  for (; bytes.length - at > block; at += block) state = mix(add(state, bytes.subarray(at, at + block)));
  return finish(add(state, bytes.subarray(at)));
}
