import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../../src/autoencoder/DisentangledAE.js';
import { type Container, packContainer, unpackContainer } from '../../../src/model/file/container.js';
import { crc32, plainCrc32 } from '../../../src/model/file/crc32.js';
import { createRng } from '../../../src/random/rng.js';
import { syntheticCells } from '../../helpers/cells.js';
import { forge, putTogether, takeApart } from './repack.js';

const refused = { code: 'ZBIO_BAD_FILE' };

test('the checksum is that of zip, in one piece and in several, in Node and in browsers', () => {
  const bytes = new TextEncoder().encode('123456789');
  for (const sum of [crc32, plainCrc32]) {
    expect(sum(bytes)).toBe(0xcbf43926);
    expect(sum(bytes.subarray(4), sum(bytes.subarray(0, 4)))).toBe(0xcbf43926);
    expect(sum(new Uint8Array())).toBe(0);
  }
});

describe('a container', () => {
  const data = createRng(1).normals(new Float32Array(20));
  const whole: Container = {
    header: { kind: 'Any', text: 'ä {[ "', list: [1, null] },
    arrays: [
      { path: 'variables/0', shape: [4, 5], data },
      { path: 'variables/1', shape: [0, 3], data: new Float32Array() },
      { path: 'best/0', shape: [], data: Float32Array.of(Number.POSITIVE_INFINITY) },
    ],
  };
  const file = packContainer(whole);

  test('comes back as it went in', () => {
    expect(unpackContainer(file)).toEqual(whole);
  });

  test('every flipped bit, and every cut, is found', () => {
    const bytes = new Uint8Array(file);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unpackContainer(file), `bit ${bit}`).toThrow(expect.objectContaining(refused));
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    for (let length = 0; length < file.byteLength; length++) {
      expect(() => unpackContainer(file.slice(0, length))).toThrow(expect.objectContaining(refused));
    }
    expect(unpackContainer(file)).toEqual(whole);
  });

  test('a damaged array is named, and so are all of them', () => {
    const damaged = new Uint8Array(file.slice(0));
    for (const back of [1, 9]) damaged[damaged.length - back]! ^= 1;
    expect(() => unpackContainer(damaged.buffer)).toThrow(/arrays 'variables\/0', 'best\/0' are damaged/);
  });

  const { header, blocks } = takeApart(file);
  const withArrays = (arrays: unknown) => putTogether({ header: { ...header, arrays }, blocks });
  const array = { path: 'a', shape: [21] };
  test.each<[string, ArrayBuffer, RegExp]>([
    ['no JSON', forge('{', blocks), /no plain JSON object/],
    [
      'text that is not UTF-8',
      forge(Buffer.from('{"kind":"\xff"}', 'latin1'), blocks),
      /no plain JSON object/,
    ],
    ['a list', forge('[]', blocks), /no plain JSON object/],
    ['deep lists', forge(`${'['.repeat(5000)}${']'.repeat(5000)}`, blocks), /more than 64 levels/],
    ['many lists', forge(`[${'[],'.repeat(2 ** 20)}0]`, blocks), /more than 1048576 lists/],
    ['the key __proto__', forge('{"a":[{"__proto__":{"polluted":1}}]}', blocks), /no plain JSON object/],
    ['the key in disguise', forge('{"\\u005f_proto__":1}', blocks), /no plain JSON object/],
    ['no arrays', withArrays(undefined), /damaged list of arrays/],
    ['sizes below 0', withArrays([{ ...array, shape: [-21] }]), /damaged list of arrays/],
    ['fractions', withArrays([{ ...array, shape: [20.5] }]), /damaged list of arrays/],
    ['huge sizes', withArrays([{ ...array, shape: [2 ** 32, 2 ** 32, 2 ** 32] }]), /truncated/],
    ['sizes beyond all', withArrays([{ ...array, shape: [1e300, 1e300, 0] }]), /damaged list of arrays/],
    ['too little', withArrays([{ ...array, shape: [20] }]), /4 bytes too many/],
    ['too much', withArrays([array, { ...array, path: 'b' }]), /truncated/],
    ['one name twice', withArrays([array, { ...array, shape: [0] }]), /two arrays of one name/],
  ])('of a hostile author: %s', (_, forged, message) => {
    const started = performance.now();
    expect(() => unpackContainer(forged)).toThrow(message);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('a header that claims to be longer than any is refused by its length', () => {
    const long = file.slice(0);
    new DataView(long).setUint32(8, 2 ** 31, true);
    expect(() => unpackContainer(long)).toThrow(/header of 2147483648 bytes; the most are/);
  });
});

describe('a model', () => {
  let bytes: ArrayBuffer;
  beforeAll(async () => {
    const { x, batch } = syntheticCells({ cells: 20, genes: 3 });
    const options = { preset: 'plain', latent: { bio: 1, nio: 1 }, encoder: { hidden: [2] } } as const;
    using model = new DisentangledAE({ ...options, decoder: { hidden: [2] } });
    await model.fit(x, batch, { epochs: 1, batchSize: 10, compile: false });
    bytes = await model.save();
  });

  test('a bit flipped anywhere is found at load, with nothing built', async () => {
    // A step that is prime to 8 and to 32 reaches every position in a byte and in a word.
    const damaged = new Uint8Array(bytes.slice(0));
    for (let bit = 0; bit < 8 * damaged.length; bit += 61) {
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      await expect(DisentangledAE.load(damaged), `bit ${bit}`).rejects.toMatchObject(refused);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
    }
    (await DisentangledAE.load(damaged)).dispose();
  });
});
