import { expect, test } from 'vitest';
import { inTsThread } from './inTsThread.js';
import { type SmallFit, smallFit } from './smallFit.js';

const inThread = (task: SmallFit) => inTsThread(new URL('./fitWorker.ts', import.meta.url), task);

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
