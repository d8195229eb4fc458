import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { faultOf } from '../long/fuzz/judge.js';
import { ReaderProcess } from '../long/fuzz/readerProcess.js';

const folder = new URL('.', import.meta.url);
const formats = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

// Every input of the long check that ever failed: `<original>.<what was wrong>.gz`, which is to be an error now, or sound.
describe.each(formats.map(({ name }) => name))('%s', (format) => {
  const reader = new ReaderProcess(format);
  afterAll(() => reader.end());

  test.each(readdirSync(new URL(`${format}/`, folder)))('%s', async (file) => {
    const zipped = readFileSync(new URL(`${format}/${encodeURIComponent(file)}`, folder));
    const [name] = file.split('.') as [string];
    const answer = await reader.read([new Uint8Array(gunzipSync(zipped))], { name, number: 0 });
    expect(faultOf(answer)).toBeUndefined();
  });
});
