import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatorIn } from '../../../src/wasm/simd/generatorIn.js';
import { kernelsIn } from '../../../src/wasm/simd/loadKernels.js';
import { normalArray, uniformArray } from '../../../src/wasm/simd/randomArrays.js';
import { randomState } from '../../../src/wasm/simd/randomState.js';
import { webAssembly } from '../../../src/wasm/simd/webAssembly.js';

const memory = new webAssembly!.Memory({ initial: 4 });
const kernels = kernelsIn(memory)!;

function byKernel(kind: 'normals' | 'uniforms', state: Uint32Array, count: number): Float32Array {
  const placed = generatorIn(memory.buffer);
  placed.state.set(state);
  kernels[kind](0, placed.free, count);
  return new Float32Array(memory.buffer, placed.free, count).slice();
}

const seeds = fc.tuple(fc.integer(), fc.integer());
const plain = { normals: normalArray, uniforms: uniformArray };

describe.each(['normals', 'uniforms'] as const)('%s', (kind) => {
  test('are the same to the bit by the kernel and in plain JavaScript, and so is the state', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 500 }), ([first, second], blocks) => {
        const state = randomState(first, second);
        const found = byKernel(kind, state, 8 * blocks);
        const expected = new Float32Array(8 * blocks);
        plain[kind](state, expected);
        expect(new Uint32Array(found.buffer)).toEqual(new Uint32Array(expected.buffer));
        expect(new Uint32Array(memory.buffer, 0, 16)).toEqual(state);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test('of an array that ends within a block are the first of a longer one', () => {
    const long = new Float32Array(40);
    plain[kind](randomState(1, 2), long);
    for (let length = 0; length < 40; length++) {
      const short = new Float32Array(length);
      plain[kind](randomState(1, 2), short);
      expect(short).toEqual(long.subarray(0, length));
    }
  });
});

// A radius of 6.7 has probability 1e-10: a state is made for it.
test('the extreme draws give the extreme values', () => {
  const radius = (draw: number): number => {
    const state = new Uint32Array(16);
    state.fill(1, 4, 8);
    // A draw is rotl(s0 + s3, 7) + s0; here s0 = 0.
    state.fill((draw >>> 7) | (draw << 25), 12);
    const values = new Float32Array(8);
    normalArray(state, values);
    return Math.hypot(values[0]!, values[4]!);
  };
  expect(radius(0)).toBeCloseTo(Math.sqrt(64 * Math.LN2), 5);
  expect(radius(0xffffffff)).toBe(0);
});

test('the generator is xoshiro128++ in every lane', () => {
  // First outputs for the state 1, 2, 3, 4, from the test of Rust's rand_xoshiro, made with the reference implementation.
  const reference = [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295];
  const state = Uint32Array.from({ length: 16 }, (_, i) => 1 + (i >> 2));
  const values = byKernel('uniforms', state, 32);
  for (let lane = 0; lane < 4; lane++) {
    const drawn = reference.map((_, i) => values[4 * i + lane]! * 2 ** 24);
    expect(drawn).toEqual(reference.map((bits) => bits >>> 8));
  }
});

test('every word of the state depends on both seeds', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 - 1 }), ([first, second], difference) => {
      const state = randomState(first, second);
      expect(new Set(state).size).toBe(16);
      for (const other of [randomState(first ^ difference, second), randomState(first, second ^ difference)])
        expect(other.every((word, i) => word !== state[i])).toBe(true);
    }),
  );
});
