import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRng } from '../../../src/random/rng.js';
import { adamConstants } from '../../../src/wasm/adam/adamConstants.js';
import { createAdamMemory } from '../../../src/wasm/adam/adamMemory.js';
import { type AdamThread, type MovingArrays, startAdamThread } from '../../../src/wasm/adam/adamThread.js';

const options = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const rng = createRng('adamThread');
const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);

let threads: AdamThread[] = [];
function start(lengths: readonly number[]): AdamThread {
  const thread = startAdamThread(lengths)!;
  threads.push(thread);
  return thread;
}

afterEach(async () => {
  for (const thread of threads) await thread.close();
  threads = [];
  vi.unstubAllGlobals();
  vi.resetModules();
});

const severalCores = availableParallelism() > 1;
// One vector and a rest; a whole piece; one more than two of them.
const sizes = severalCores ? [11, 16384, 32769] : [];

describe.each(sizes)('Adam on a second thread, %i values', (length) => {
  test('is the same to the bit as here', async () => {
    const memory = createAdamMemory([length, length, length, length]);
    const take = () => memory.take(length);
    const here = { w: take(), g: take(), m: take(), v: take() };
    here.w.set(drawn(length));
    const thread = start([length, length, length]);
    thread.write(new Map([[0, here.w]]));
    let moving: MovingArrays = { gradient: new Float32Array(length), values: new Float32Array(length) };
    for (let step = 1; step <= 4; step++) {
      const gradient = drawn(length);
      here.g.set(gradient);
      const constants = adamConstants({ ...options, step });
      memory.step(here, constants);
      moving.gradient.set(gradient);
      const [back] = await thread.step([{ w: 0, m: 1, v: 2, ...moving, constants }]);
      expect(back!.values).toEqual(here.w);
      expect(back!.gradient).toEqual(gradient);
      expect(moving.values.length).toBe(0);
      moving = back!;
    }
    expect(await thread.read([2, 0, 1])).toEqual([here.v, here.w, here.m]);
  });
});

describe.runIf(severalCores)('a thread of Adam', () => {
  test('steps several variables in their order, each with its own constants', async () => {
    const thread = start([3, 3, 3, 5, 5, 5]);
    const job = (first: number, length: number, learningRate: number) => ({
      ...{ w: first, m: first + 1, v: first + 2 },
      gradient: new Float32Array(length).fill(1),
      values: new Float32Array(length),
      constants: adamConstants({ ...options, learningRate, step: 1 }),
    });
    const back = await thread.step([job(3, 5, 0.5), job(0, 3, 0.25)]);
    expect(back.map(({ values }) => values.length)).toEqual([5, 3]);
    for (const [i, rate] of [0.5, 0.25].entries()) {
      for (const value of back[i]!.values) expect(value).toBeCloseTo(-rate, 6);
    }
  });

  test('answers in the order of the questions', async () => {
    const thread = start([2, 2]);
    thread.write(
      new Map([
        [0, Float32Array.of(1, 2)],
        [1, Float32Array.of(3, 4)],
      ]),
    );
    const [first, second] = await Promise.all([thread.read([0]), thread.read([1])]);
    expect([...first!, ...second!]).toEqual([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
  });

  test('what is asked of a thread that has ended fails', async () => {
    const thread = start([2]);
    const asked = thread.read([0]);
    await thread.close();
    await expect(asked).rejects.toThrow(/thread .* has ended/);
    await expect(thread.read([0])).rejects.toThrow(/thread .* has ended/);
  });

  test('its own failure reaches whoever waits', async () => {
    await expect(start([2]).read([7])).rejects.toThrow(/slice/);
  });

  test('there is none without WebAssembly', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { startAdamThread: without } = await import('../../../src/wasm/adam/adamThread.js');
    expect(without([2])).toBeUndefined();
  });
});
