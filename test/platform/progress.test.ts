import { expect, test } from 'vitest';
import { checkpointOf } from '../../src/platform/checkpoint.js';
import { stages } from '../../src/platform/stages.js';

test('a checkpoint counts the work, and rejects once the signal is aborted', async () => {
  const stop = new AbortController();
  const seen: number[][] = [];
  const next = checkpointOf({ signal: stop.signal, onProgress: (...at) => seen.push(at) }, 10);
  await next(0);
  await next();
  await next(4);
  stop.abort(new Error('enough'));
  await expect(next()).rejects.toThrow('enough');
  expect(seen.slice(0, 3)).toEqual([
    [0, 10],
    [1, 10],
    [5, 10],
  ]);
});

test('stages share the progress of the whole by their shares', () => {
  const seen: number[][] = [];
  const [first, second] = stages((...at) => seen.push(at), [1, 3]);
  first!(1, 2);
  first!(2, 2);
  second!(50, 100);
  second!(100, 100);
  expect(seen).toEqual([
    [0.5, 4],
    [1, 4],
    [2.5, 4],
    [4, 4],
  ]);
  expect(() => stages(undefined, [1])[0]!(1, 1)).not.toThrow();
});
