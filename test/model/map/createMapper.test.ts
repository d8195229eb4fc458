import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { useBackend } from '../../../src/backend/useBackend.js';
import { mapChunks } from '../../../src/model/map/mapChunks.js';

beforeAll(() => useBackend('wasm'));

test('a map that cannot be compiled: the call’s handler gets a warning each time, and nothing is printed', async () => {
  const printed = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const heard: string[] = [];
  const options = { call: 'transform', compile: true, onWarning: (message: string) => heard.push(message) };
  const job = {
    cells: {
      x: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] as [number, number] },
      scale: 'asIs' as const,
    },
    columns: 2,
    map: (x: unknown) => tf.mul(x as tf.Tensor2D, (x as tf.Tensor2D).dataSync().length) as tf.Tensor2D,
  };
  for (let call = 0; call < 2; call++) {
    expect((await mapChunks(job, options)).data).toEqual(Float32Array.of(4, 8, 12, 16));
  }
  expect(heard).toHaveLength(2);
  expect(heard[0]).toMatch(/^transform: not compiled\. .* It goes on uncompiled\.$/);
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test('onProgress hears how many cells are done after each chunk', async () => {
  const cells = { data: new Float32Array(2500), shape: [2500, 1] as [number, number] };
  const heard: number[][] = [];
  const onProgress = (...counts: number[]) => heard.push(counts);
  const job = {
    cells: { x: cells, scale: 'asIs' as const },
    columns: 1,
    map: (x: unknown) => tf.clone(x as tf.Tensor2D),
  };
  await mapChunks(job, { call: '', compile: false, onProgress });
  expect(heard).toEqual([
    [1024, 2500],
    [2048, 2500],
    [2500, 2500],
  ]);
});
