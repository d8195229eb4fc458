import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isZbioError } from '../../../src/check/isZbioError.js';
import { addToH5ad } from '../../../src/io/h5ad/addToH5ad.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { inspect } from '../../../src/io/inspect/inspect.js';
import { fixture } from '../fixtures.js';

/** HDF5 itself doesn't return from this file. */
const endless = fileURLToPath(new URL('../cases/hang_1.h5ad', import.meta.url));

const failing = async (reading: Promise<unknown>): Promise<Error> => {
  const error: unknown = await reading.then(
    () => new Error('it was read'),
    (reason) => reason,
  );
  return error as Error;
};

describe('the thread that reads HDF5 files', () => {
  it('ends a file on which HDF5 makes no progress, and names the element', async () => {
    const sources = [endless, new Uint8Array(readFileSync(endless))];
    for (const source of sources) {
      const error = await failing(readH5ad(source, { patience: 300 }));
      expect(isZbioError(error)).toBe(true);
      expect(error.message).toMatch(/^readH5ad: '\w+': expected an element that HDF5 can read.*\(0.3 s\)/);
    }
    expect((await failing(inspect(endless, { patience: 300 }))).message).toMatch('inspect: ');
    expect((await failing(addToH5ad(endless, {}))).message).toMatch('addToH5ad: ');
    expect((await readH5ad(fixture('full'))).obsNames).toHaveLength(5);
  });

  it('leaves the event loop free, and is ended by an abort at once', async () => {
    const stop = new AbortController();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      if (turns === 20) stop.abort(new Error('enough'));
    }, 10);
    const error = await failing(readH5ad(endless, { signal: stop.signal, patience: 60_000 }));
    clearInterval(timer);
    expect(error.message).toBe('enough');
    expect((await readH5ad(fixture('full'))).obsNames).toHaveLength(5);
  });

  it('ends a task that an abort finds waiting, and not the one before it', async () => {
    const stop = new AbortController();
    const first = readH5ad(fixture('full'));
    const second = readH5ad(fixture('full'), { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect((await first).obsNames).toHaveLength(5);
  });

  it('passes errors of onProgress on', async () => {
    const onProgress = () => {
      throw new RangeError('mine');
    };
    await expect(readH5ad(fixture('full'), { onProgress })).rejects.toThrow(new RangeError('mine'));
  });

  it('keeps the bytes that it was given', async () => {
    const bytes = new Uint8Array(readFileSync(fixture('full')));
    await readH5ad(bytes);
    expect(bytes).toEqual(new Uint8Array(readFileSync(fixture('full'))));
  });

  it('leaves no open file behind', async () => {
    const open = () =>
      readdir('/proc/self/fd').then(
        (found) => found.length,
        () => 0,
      );
    await readH5ad(fixture('full'));
    const before = await open();
    for (let time = 0; time < 3; time++) await failing(readH5ad(endless, { patience: 50 }));
    await readH5ad(fixture('full'));
    expect(await open()).toBe(before);
  });

  it("doesn't keep a program alive, and reads without it where threads aren't allowed", () => {
    const program = `import { readH5ad } from ${JSON.stringify(new URL('../../../src/io/h5ad/readH5ad.ts', import.meta.url).href)};
      console.log((await readH5ad(${JSON.stringify(fixture('full'))})).obsNames.length);`;
    const run = (before: string) =>
      spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', before + program], {
        encoding: 'utf8',
      }).stdout;
    expect(run('')).toBe('5\n');
    const refused = `import threads from 'node:worker_threads'; threads.Worker = class { constructor() { throw new Error('no'); } };`;
    expect(run(refused)).toBe('5\n');
  });
});
