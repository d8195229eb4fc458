import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyModel } from '../../src/model/verifyModel.js';
import { keptFit, weightsOf } from '../helpers/keptFit.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-kills-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const quick = { epochs: 8, hidden: 6, compile: false };
const none = 'listeners 0,0,0';

test('killed twice, the last time between two checkpoints: the weights are those of a run that nothing stopped', async () => {
  const path = join(folder, 'run.zbio');
  const options = { ...quick, earlyStopping: true, path, every: 2 };
  const killAt = (epoch: number) =>
    keptFit(options, (line, kill) => line === `epoch ${epoch}` && kill('SIGKILL'));
  expect((await killAt(1)).signal).toBe('SIGKILL');
  const second = await killAt(4);
  expect(second.lines[0]).toBe('epoch 2');
  const [last, whole] = await Promise.all([keptFit(options), keptFit({ ...quick, earlyStopping: true })]);
  expect(last.lines[0]).toBe('epoch 4');
  expect(weightsOf(last)).toBe(weightsOf(whole));
  expect(last.lines.at(-1)).toBe(none);
  expect(await verifyModel(path)).toMatchObject({ epochs: JSON.parse(weightsOf(last)!).epochs });
  expect(await readdir(folder)).toEqual(['run.zbio']);
});

describe('signals that end a process leave a checkpoint', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s: the process ends by it', async (signal) => {
    const path = join(folder, 'run.zbio');
    const end = await keptFit(
      { ...quick, epochs: 10_000, path, every: 10_000 },
      (line, kill) => line === 'epoch 2' && kill(signal),
    );
    expect([end.code, end.signal]).toEqual([null, signal]);
    const done = Number(end.lines.at(-1)!.slice('epoch '.length)) + 1;
    expect((await verifyModel(path)).epochs).toBe(done);
    expect(await readdir(folder)).toEqual(['run.zbio']);
  });

  test('while code of the caller hangs', async () => {
    const path = join(folder, 'run.zbio');
    const options = { ...quick, path, every: 5, hangsAt: 2 };
    const end = await keptFit(options, (line, kill) => line === 'epoch 2' && kill('SIGTERM'));
    expect(end.signal).toBe('SIGTERM');
    expect((await verifyModel(path)).epochs).toBe(3);
  });

  test('a program that listens itself decides: the fit stops, the process goes on', async () => {
    const path = join(folder, 'run.zbio');
    const options = { ...quick, epochs: 10_000, path, every: 5, listens: true };
    const { code, lines } = await keptFit(options, (line, kill) => line === 'epoch 1' && kill('SIGTERM'));
    expect([code, lines.at(-1)]).toEqual([0, 'listeners 0,1,0']);
    expect(lines).toContain('heard');
    expect(lines.at(-2)).toBe(
      `AbortError: fit: stopped by SIGTERM. The run is in '${path}': go on with resume: true.`,
    );
  });
});
