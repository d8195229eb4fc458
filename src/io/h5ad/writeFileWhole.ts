import { replaceFile } from '../../platform/replaceFile.js';
import { checkWritable } from '../checkWritable.js';

/**
 * Writes a file so that no half of it is ever seen: beside its place first, then moved there. A file of that name is
 * replaced only once the new one is whole.
 *
 * @throws Error if it can't be written there.
 */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  await checkWritable(path);
  try {
    await replaceFile(path, bytes);
  } catch (cause) {
    throw new Error(`Can't write '${path}': ${(cause as Error).message}.`, { cause });
  }
}
