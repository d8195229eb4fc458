import * as tf from '@tensorflow/tfjs';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { installWasmKernels } from '../../../src/wasm/patches/installPatches.js';

const kernel = (name: string): tf.KernelConfig | undefined => tf.getKernel(name, 'wasm');
const all = (): (tf.KernelConfig | undefined)[] =>
  ['BatchMatMul', '_FusedMatMul', 'Identity', 'UnsortedSegmentSum'].map(kernel);
const stock = all();
let warn: MockInstance<typeof console.warn>;

beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  warn.mockRestore();
});

test('an unknown version keeps the stock kernels and says so once', () => {
  installWasmKernels('4.23.0');
  installWasmKernels('4.23.0');
  expect(all()).toEqual(stock);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toMatch(/4\.22\.0.*4\.23\.0/);
});

test('a known version gets new kernels, silently, and a second time changes nothing', () => {
  installWasmKernels(version_wasm);
  const first = all();
  first.forEach((config, i) => {
    expect(config?.kernelFunc).toBeTypeOf('function');
    expect(config).not.toBe(stock[i]);
  });
  installWasmKernels(version_wasm);
  all().forEach((config, i) => {
    expect(config).toBe(first[i]);
  });
  expect(warn).not.toHaveBeenCalled();
});
