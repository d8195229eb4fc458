import { nodeFiles } from './nodeFiles.js';
import { replaceFile } from './replaceFile.js';

/**
 * Writes a file as a whole, see {@link replaceFile}: nobody ever sees half of it, and an old file of that name stays until the new one is
 * complete.
 *
 * @throws Error (`ZBIO_BAD_PATH`) saying why it can't be written.
 */
export async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
  await replaceFile(path, (temporary) => nodeFiles().writeFile(temporary, bytes));
}
