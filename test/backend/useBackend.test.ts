import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BackendName } from '../../src/backend/backendName.js';
import { useBackend } from '../../src/backend/useBackend.js';
import { testOfDefault } from '../helpers/testOfDefault.js';

const patched = (): boolean => Symbol.for('zbio.wasmKernel') in tf.getKernel('BatchMatMul', 'wasm');

describe('useBackend', () => {
  beforeEach(() => useBackend('cpu'));

  // First in this file: only a backend that isn't started yet takes long enough to be overtaken.
  test('carries out simultaneous calls in their order', async () => {
    const names: BackendName[] = ['wasm', 'cpu'];
    expect(await Promise.all(names.map((name) => useBackend(name)))).toEqual(names);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.tidy(() => tf.ones([2]).sum().dataSync()[0])).toBe(2);
  });

  test('sets the backend and resolves to its name', async () => {
    expect(await useBackend('wasm')).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(await useBackend('cpu')).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });

  testOfDefault('chooses wasm in Node without tfjs-node', async () => {
    expect(await useBackend()).toBe('wasm');
    expect(patched()).toBe(true);
  });

  testOfDefault('says why tensorflow is not there', async () => {
    const message = /'tensorflow' can't be used: .*not installed.*npm install @tensorflow\/tfjs-node/;
    await expect(useBackend('tensorflow')).rejects.toThrow(message);
    expect(tf.getBackend()).toBe('cpu');
  });

  test.each<[BackendName, RegExp]>([
    ['webgl', /'webgl' can't be used: it exists in browsers only.*useBackend\('wasm'\)/],
    ['webgpu', /'webgpu' can't be used: there is no navigator\.gpu here.*useBackend\('webgl'\)/],
  ])('says why %s is not there and what to do, and keeps the earlier backend', async (name, message) => {
    await expect(useBackend(name)).rejects.toThrow(message);
    expect(tf.getBackend()).toBe('cpu');
  });

  test('goes on after a refused call', async () => {
    const refused = useBackend('webgl').catch((error: Error) => error);
    expect(await useBackend('wasm')).toBe('wasm');
    expect(await refused).toBeInstanceOf(Error);
  });

  test('refuses an unknown name and an unknown option, with the nearest known one', async () => {
    await expect(useBackend('wsam' as 'wasm')).rejects.toThrow(
      /useBackend: name: .*received 'wsam'.*'wasm'\?/,
    );
    const misspelt = { wasmPath: '/' } as unknown as { wasmPaths: string };
    await expect(useBackend('wasm', misspelt)).rejects.toThrow(/unknown option 'wasmPath'.*'wasmPaths'\?/);
    await expect(useBackend('wsam' as 'wasm')).rejects.toBeInstanceOf(RangeError);
  });

  test('tensors keep their values across a change of backend', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    await useBackend('wasm');
    expect(Array.from(x.dataSync())).toEqual([1, 2, 3]);
    x.dispose();
  });
});
