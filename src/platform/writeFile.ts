import { failure } from '../check/errors.js';
import { inNode } from './inNode.js';
import { nodeFiles } from './nodeFiles.js';

async function reasonInNode(path: string): Promise<string | undefined> {
  const { access, constants, stat } = nodeFiles();
  const { dirname, resolve } = globalThis.process.getBuiltinModule('node:path');
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

/** Makes sure that a file can be written there, and changes nothing. Throws the Error of {@link writeFile} if not. */
export async function checkPath(path: string): Promise<void> {
  const reason = inNode()
    ? await reasonInNode(path)
    : 'a browser has no paths. Leave the path out and take the bytes';
  if (reason) throw failure('ZBIO_BAD_PATH', `Can't write '${path}': ${reason}.`);
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const { rename, rm, writeFile } = nodeFiles();
  const beside = `${path}.${globalThis.process.pid}.part`;
  try {
    await writeFile(beside, bytes);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Writes a file as a whole: next to its place first, then moved there. Nobody ever sees half of it, and a file of that name is
 * replaced only once the new one is complete.
 *
 * @throws Error saying why it can't be written: the folder is missing, the path is a folder, writing isn't allowed, the disk is
 *   full, or this is a browser, which has no paths.
 */
export async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
  await checkPath(path);
  try {
    await replace(path, bytes);
  } catch (cause) {
    throw failure('ZBIO_BAD_PATH', `Can't write '${path}': ${(cause as Error).message}.`, { cause });
  }
}
