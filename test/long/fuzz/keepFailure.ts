import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Input } from './input.js';
import type { Outcome } from './outcome.js';

const folder = fileURLToPath(new URL('../failures/', import.meta.url));

/** Keeps an input that failed in `test/long/failures/`, one file or several, with a note beside it. */
export async function keepFailure(
  format: string,
  id: string,
  { original, files }: Input,
  { kind, note }: Outcome,
): Promise<void> {
  await mkdir(`${folder}${format}`, { recursive: true });
  const stem = `${folder}${format}/${kind.replaceAll(' ', '-')}-${id}`;
  for (const [i, bytes] of files.entries()) await writeFile(files.length > 1 ? `${stem}.${i}` : stem, bytes);
  await writeFile(`${stem}.txt`, `${original.name}\n${kind}\n${note}\n`);
}
