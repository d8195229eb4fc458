import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { ensureBackend } from '../../src/backend/ensureBackend.js';
import { useBackend } from '../../src/backend/useBackend.js';
import { testOfDefault } from '../helpers/testOfDefault.js';

const patched = (): boolean => Symbol.for('zbio.wasmKernel') in tf.getKernel('BatchMatMul', 'wasm');
let warn: MockInstance<typeof console.warn>;

beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  warn.mockRestore();
});

// One story: tfjs has one backend and remembers it from test to test.
testOfDefault(
  'a wasm backend that the user is still starting is waited for, kept, and gets the kernels',
  async () => {
    expect(tf.getBackend()).toBeFalsy();
    expect(patched()).toBe(false);
    const starting = tf.setBackend('wasm');
    expect(await ensureBackend()).toBe('wasm');
    expect(patched()).toBe(true);
    expect(await starting).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  },
);

test('a cpu backend that nobody asked us for is kept, with one warning that names the remedy', async () => {
  await tf.setBackend('cpu');
  expect(await ensureBackend()).toBe('cpu');
  expect(await ensureBackend()).toBe('cpu');
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toMatch(/'cpu'.*20 to 100 times slower.*useBackend\('wasm'\)/);
});

test('a cpu backend chosen through useBackend is no matter for a warning', async () => {
  await useBackend('cpu');
  expect(await ensureBackend()).toBe('cpu');
  expect(warn).not.toHaveBeenCalled();
});
