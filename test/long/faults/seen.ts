import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writers } from './writers.js';

/** What is in a folder after a write. */
export interface Seen {
  /** Which file is at the path; the reason, if it is none of the two. */
  version: string;
  /** Whether an old file is the same to the byte. */
  untouched: boolean;
  /** Names of temporary files. */
  orphans: string[];
}

/** Looks at a folder after a write. `copy` is a copy of the old file. */
export async function seenIn(kind: string, path: string, copy: string): Promise<Seen> {
  const names = await readdir(dirname(path));
  return {
    version: await writers[kind]!.version(path).catch((error: Error) => `broken: ${error.message}`),
    untouched: Buffer.compare(await readFile(path), await readFile(copy)) === 0,
    orphans: names.filter((name) => name.endsWith('.part')),
  };
}
