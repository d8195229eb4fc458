import { afterEach, describe, expect, test, vi } from 'vitest';
import { adamConstants } from '../../../src/wasm/adam/adamConstants.js';
import { createAdamMemory } from '../../../src/wasm/adam/adamMemory.js';
import reference from '../../reference/adam.json' with { type: 'json' };
import { largestDifference } from '../wasmKernels.js';

type Make = typeof createAdamMemory;

async function withoutSimd(): Promise<Make> {
  vi.resetModules();
  vi.stubGlobal('WebAssembly', undefined);
  return (await import('../../../src/wasm/adam/adamMemory.js')).createAdamMemory;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe.each([
  ['by the kernel', async () => createAdamMemory],
  ['in plain JavaScript', withoutSimd],
])('Adam in a memory of its own, %s', (_, maker) => {
  test.each(reference.runs)('follows PyTorch over five steps with epsilon $epsilon', async (run) => {
    const size = run.start.length;
    const memory = (await maker())([size, size, size, size]);
    const [w, g, m, v] = [memory.take(size), memory.take(size), memory.take(size), memory.take(size)];
    w.set(run.start);
    run.steps.forEach((expected, i) => {
      g.set(expected.gradient);
      const { beta1, beta2, epsilon } = run;
      memory.step(
        { w, g, m, v },
        adamConstants({ learningRate: run.learningRates[i]!, beta1, beta2, epsilon, step: i + 1 }),
      );
      expect(largestDifference(w, expected.weight)).toBeLessThan(1e-6);
      expect(largestDifference(m, expected.m)).toBeLessThan(1e-6);
      expect(largestDifference(v, expected.v)).toBeLessThan(1e-6);
      expect([...g]).toEqual(expected.gradient.map(Math.fround));
    });
  });

  test('moves a range and nothing else', async () => {
    const memory = (await maker())([21, 21, 21, 21]);
    const ones = () => memory.take(21).fill(1);
    const w = ones();
    const range = (array: Float32Array) => array.subarray(3, 14);
    const constants = adamConstants({ learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1 });
    memory.step({ w: range(w), g: range(ones()), m: range(ones()), v: range(ones()) }, constants);
    const moved = Array.from(w, (value) => value !== 1);
    expect(moved).toEqual(moved.map((__, i) => i >= 3 && i < 14));
  });

  test('arrays are zeros, apart from each other and aligned', async () => {
    const memory = (await maker())([5, 1, 33]);
    const arrays = [5, 1, 33].map((length) => memory.take(length));
    arrays.forEach((array, i) => {
      expect(array.every((value) => value === 0)).toBe(true);
      expect(array.byteOffset % 64).toBe(0);
      array.fill(i + 1);
    });
    expect(arrays.map((array) => [array.length, array[0], array.at(-1)])).toEqual([
      [5, 1, 1],
      [1, 2, 2],
      [33, 3, 3],
    ]);
  });
});
