import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Outcome } from './readHostile.js';

const script = fileURLToPath(new URL('readHostile.ts', import.meta.url));
const shares = 2;

async function outcomes(folder: string, share: number): Promise<Outcome[]> {
  const given = ['--import', 'tsx', script, folder, String(share), String(shares)];
  const { stdout } = await promisify(execFile)(process.execPath, given, { maxBuffer: 2 ** 26 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

// The kernel says how much memory a process had at most.
it.runIf(existsSync('/proc/self/clear_refs'))(
  'every fault in every place ends in a clear error or right values, soon and in little memory',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zbio-'));
    try {
      const found = await Promise.all(Array.from({ length: shares }, (_, share) => outcomes(folder, share)));
      const all = found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(all.length).toBeGreaterThan(100);
      expect(all.filter(({ raw }) => raw)).toEqual([]);
      expect(all.filter(({ time }) => time > 2000)).toEqual([]);
      // Of compiled code, the most is 195 MB; TypeScript's loader, in both threads, takes the rest.
      expect(all.filter(({ memory }) => memory > 320)).toEqual([]);
      // Whether HDF5 runs out of memory or of time first depends on the machine.
      const steady = all.filter(({ name }) => !name.startsWith('vlenbomb'));
      const lines = steady.map(({ name, said }) => `${name}: ${said.replaceAll('\n', ' ')}`);
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('hostileFiles.txt');
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  600_000,
);
