import { checkWritable } from './checkWritable.js';

/**
 * Writes a file so that no half of it is ever seen: beside its place first, then moved there. A file of that name is
 * replaced only once the new one is whole.
 *
 * @throws Error if it can't be written there.
 */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  await checkWritable(path);
  const { rename, rm, writeFile } = await import('node:fs/promises');
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, bytes);
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new Error(`Can't write '${path}': ${(cause as Error).message}.`, { cause });
  }
}
