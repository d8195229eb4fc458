import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runScript } from '../tools/runScript.js';
import type { Fault } from './fault.js';
import { type Seen, seenIn } from './seen.js';

/** How a write is disturbed. */
export interface Attempt extends Partial<Pick<Fault, 'at' | 'action'>> {
  /** Program and arguments that run the writing process. */
  within?(folder: string): string[];
  /** Whether only that process sees the folder, so that it has to look at it, too. */
  inside?: boolean;
}

/** What a disturbed write left behind. */
export interface Left extends Ended, Seen {
  /** Every change of the folder, as logged, and the fault. */
  changes: string[];
}

/** A folder with an old file, for {@link attemptWrite}. */
export interface Bench extends AsyncDisposable {
  /** Writes the file in a process of its own, and looks at what is left. */
  write(attempt: Attempt): Promise<Left>;
}

/** Makes a folder that holds an old file. */
export async function benchOf(kind: string, old: Uint8Array): Promise<Bench> {
  const outer = await mkdtemp(join(tmpdir(), 'zbio-long-'));
  const folder = await mkdtemp(join(outer, 'cells-'));
  const [path, log, copy] = [join(folder, 'file'), join(outer, 'log'), join(outer, 'old')];
  await writeFile(copy, old);
  await writeFile(path, old);
  return {
    write: async ({ at = 0, action = 'before', within, inside }) => {
      await writeFile(log, '');
      const fault: Fault = { folder, log, at, action };
      const ended = await runScript('faults/writer.ts', {
        args: [kind, path, copy, ...(inside ? ['inside'] : [])],
        preloads: ['faults/faultAtCall.ts'],
        env: { ZBIO_FAULT: JSON.stringify(fault) },
        within: within?.(folder) ?? [],
      });
      const changes = (await readFile(log, 'utf8')).trim().split('\n');
      const told = /^SEEN (.*)$/m.exec(ended.output)?.[1];
      const seen: Seen = told ? JSON.parse(told) : await seenIn(kind, path, copy);
      return { ...ended, ...seen, changes };
    },
    [Symbol.asyncDispose]: () => rm(outer, { recursive: true, force: true }),
  };
}

/** Writes a file once over an old one. */
export async function attemptWrite(kind: string, old: Uint8Array, attempt: Attempt): Promise<Left> {
  await using bench = await benchOf(kind, old);
  return await bench.write(attempt);
}
