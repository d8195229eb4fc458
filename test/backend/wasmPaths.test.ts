import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, type MockInstance, vi } from 'vitest';
import { ensureBackend } from '../../src/backend/ensureBackend.js';
import { useBackend } from '../../src/backend/useBackend.js';
import { testOfDefault } from '../helpers/testOfDefault.js';

let printed: MockInstance[];

beforeAll(() => {
  printed = (['warn', 'error'] as const).map((kind) =>
    vi.spyOn(console, kind).mockImplementation(() => undefined),
  );
});
afterAll(() => {
  for (const spy of printed) spy.mockRestore();
});

testOfDefault(
  'wasm files that are not where they should be: says where it looked, and tfjs has no backend as before',
  async () => {
    const refused = useBackend('wasm', { wasmPaths: '/no-such-folder/' });
    await expect(refused).rejects.toThrow(/'wasm' can't be used: .*\/no-such-folder\/.*wasmPaths/);
    expect(tf.getBackend()).toBeFalsy();
  },
);

testOfDefault('the choice then falls to cpu and says so', async () => {
  expect(await ensureBackend()).toBe('cpu');
  expect(printed[0]!.mock.calls.flat().join()).toMatch(/backend 'wasm' failed \(.*using 'cpu' instead/);
  expect(tf.tidy(() => tf.ones([2]).sum().dataSync()[0])).toBe(2);
});
