import { inNode } from './inNode.js';
import { nodeFiles } from './nodeFiles.js';

async function reasonInNode(path: string): Promise<string | undefined> {
  const { access, constants, stat } = nodeFiles();
  const { dirname } = process.getBuiltinModule('node:path');
  const target = await targetOf(path);
  const folder = dirname(target);
  const at = await stat(folder).catch(() => undefined);
  if (!at) return `the folder ${folder} doesn't exist. Create it first`;
  if (!at.isDirectory()) return `${folder} isn't a folder`;
  const existing = await stat(target).catch(() => undefined);
  if (existing?.isDirectory()) return 'it is a folder. Name a file in it';
  if (existing && !existing.isFile()) return "it isn't a file. Name one";
  // The file is made in the folder first, so that both must be writable.
  return Promise.all([folder, ...(existing ? [target] : [])].map((at) => access(at, constants.W_OK))).then(
    () => undefined,
    (error: Error) => `writing isn't allowed there (${error.message})`,
  );
}

/** Makes sure that a file can be written there, and changes nothing. Throws the Error of {@link writeFile} if not. */
export async function checkPath(path: string): Promise<void> {
  const reason = inNode()
    ? await reasonInNode(path)
    : 'a browser has no paths. Leave the path out and take the bytes';
  if (reason) throw new Error(`Can't write '${path}': ${reason}.`);
}

/** The file that a path leads to, past symbolic links, whether or not it exists. */
async function targetOf(path: string): Promise<string> {
  const { readlink, realpath } = nodeFiles();
  const { dirname, resolve } = process.getBuiltinModule('node:path');
  const whole = resolve(path);
  const found = await realpath(whole).catch(() => undefined);
  if (found !== undefined) return found;
  const next = await readlink(whole).catch(() => undefined);
  return next === undefined ? whole : targetOf(resolve(dirname(whole), next));
}

/** Gives a new file the permissions of the one that it will replace, or those of any new file. */
async function usualMode(target: string): Promise<number> {
  const { open, rm, stat } = nodeFiles();
  const existing = await stat(target).catch(() => undefined);
  if (existing) return existing.mode;
  const probe = `${target}.${process.pid}.mode`;
  const file = await open(probe, 'w');
  try {
    return (await file.stat()).mode;
  } finally {
    await file.close();
    await rm(probe, { force: true });
  }
}

let parts = 0;

/**
 * Makes a file as a whole: next to its place first, then moved there. Nobody ever sees half of it, and a file of that name is
 * replaced only once the new one is complete; through a symbolic link, the file it leads to.
 *
 * @param make - Makes the file under the given path, which is in the same folder.
 * @throws Error saying why it can't be written: the folder is missing, the path is a folder, writing isn't allowed, the disk is
 *   full, or this is a browser, which has no paths; whatever `make` throws.
 */
export async function replaceFile(path: string, make: (beside: string) => Promise<void>): Promise<void> {
  await checkPath(path);
  const { chmod, rename, rm } = nodeFiles();
  const target = await targetOf(path);
  const beside = `${target}.${process.pid}-${parts++}.part`;
  try {
    const mode = await usualMode(target);
    await make(beside);
    await chmod(beside, mode & 0o777);
    await rename(beside, target);
  } catch (cause) {
    await rm(beside, { force: true });
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new Error(`Can't write '${path}': ${cause.message}.`, { cause });
  }
}

/** Writes bytes as {@link replaceFile} does. */
export async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
  await replaceFile(path, (beside) => nodeFiles().writeFile(beside, bytes));
}
