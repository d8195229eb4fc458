import { inNode } from '../platform/inNode.js';
import { nodeFiles } from '../platform/nodeFiles.js';

async function reasonAgainst(path: string): Promise<string | undefined> {
  const { access, constants, stat } = nodeFiles();
  const { dirname, resolve } = process.getBuiltinModule('node:path');
  const folder = dirname(resolve(path));
  const at = await stat(folder).catch(() => undefined);
  if (!at) return `the folder ${folder} doesn't exist. Create it first`;
  if (!at.isDirectory()) return `${folder} isn't a folder`;
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) return 'it is a folder. Name a file in it';
  return access(existing ? path : folder, constants.W_OK).then(
    () => undefined,
    (error: Error) => `writing isn't allowed there (${error.message})`,
  );
}

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
  const reason = inNode()
    ? await reasonAgainst(path)
    : 'a browser has no paths. Leave the path out and take the bytes';
  if (reason) throw new Error(`Can't write '${path}': ${reason}.`);
}
