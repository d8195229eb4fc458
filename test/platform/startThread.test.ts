import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { startThread } from '../../src/platform/startThread.js';

type Threads = Parameters<Parameters<typeof startThread>[0]>[0];

function answers({ parentPort, workerData }: Threads): void {
  const twice = (n: number): number => 2 * n;
  parentPort!.postMessage(twice(workerData.n));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test.runIf(availableParallelism() > 1)('a function runs on a thread, with what it was handed', async () => {
  const worker = startThread(answers, { n: 21 })!;
  expect(await once(worker, 'message')).toEqual([42]);
  await worker.terminate();
});

test('there is none outside Node, or where it cannot be started', () => {
  expect(startThread(answers, { n: () => 'no message can hold a function' })).toBeUndefined();
  vi.stubGlobal('process', undefined);
  expect(startThread(answers, { n: 1 })).toBeUndefined();
});
