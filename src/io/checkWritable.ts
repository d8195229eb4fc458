import { checkPath } from '../platform/writeFile.js';

/**
 * Makes sure, before a long computation, that a file can be written afterwards. Creates and changes nothing.
 *
 * @throws Error saying why it can't: the folder is missing, the path is a folder, writing isn't allowed, or this is a
 * browser, which has no paths.
 * @example
 * ```ts
 * await checkWritable('out/cells.h5ad'); // before training, not after
 * ```
 */
export async function checkWritable(path: string): Promise<void> {
  await checkPath(path);
}
