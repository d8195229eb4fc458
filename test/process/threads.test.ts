import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { type SmallFit, smallFit } from './smallFit.js';

/** Latents of a small fit in a thread of its own. */
async function inThread(workerData: SmallFit): Promise<number[]> {
  const { href } = new URL('./fitWorker.ts', import.meta.url);
  const source = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(href)})))`;
  const worker = new Worker(source, { eval: true, execArgv: [], workerData });
  const [latents] = (await once(worker, 'message')) as [number[]];
  await once(worker, 'exit');
  return latents;
}

test('models in several threads at once give what each gives alone, to the bit', async () => {
  const tasks = [
    { seed: 1, compile: true },
    { seed: 1, compile: false },
    { seed: 2, compile: false },
  ];
  const together = await Promise.all(tasks.map(inThread));
  for (const [i, task] of tasks.entries()) expect(together[i]).toEqual(await smallFit(task));
  expect(together[0]).toHaveLength(80 * 18);
});
