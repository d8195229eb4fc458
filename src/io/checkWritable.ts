import { checkPath } from '../platform/checkPath.js';

/**
 * Checks, before a long computation, that a file can be written afterwards. It creates and changes nothing.
 *
 * @throws Error with the reason if the file can't be written: the folder is missing, the path is a folder, writing isn't
 * permitted, or the program runs in a browser, which has no paths.
 * @example
 * ```ts
 * await checkWritable('out/cells.h5ad'); // before training, not after
 * ```
 */
export async function checkWritable(path: string): Promise<void> {
  await checkPath(path);
}
