import type { Stats } from 'node:fs';
import { text } from '../check/checks.js';
import { failure } from '../check/errors.js';
import { inNode } from './inNode.js';
import { nodeFiles } from './nodeFiles.js';

/** Whether the sticky bit keeps this process from replacing a file of somebody else, as in /tmp. */
function isKeptByFolder(folder: Stats, file: Stats | undefined): boolean {
  const me = globalThis.process.getuid?.();
  if (!file || !me || (folder.mode & 0o1000) === 0) return false;
  return me !== file.uid && me !== folder.uid;
}

/** Why the file `path`, in an existing folder or none, can't be put in place; undefined if it can. */
async function reasonAgainst(path: string, existing: Stats | undefined): Promise<string | undefined> {
  const { access, constants, stat } = nodeFiles();
  const folder = globalThis.process.getBuiltinModule('node:path').dirname(path);
  const at = await stat(folder).catch(() => undefined);
  if (!at) return `the folder ${folder} doesn't exist. Create it first`;
  if (!at.isDirectory()) return `${folder} isn't a folder`;
  if (isKeptByFolder(at, existing)) return `only its owner may replace a file in ${folder}`;
  // A file is replaced, which changes its folder.
  return refusal(() => access(folder, constants.W_OK | constants.X_OK));
}

const refusal = (attempt: () => Promise<unknown>): Promise<string | undefined> =>
  attempt().then(
    () => undefined,
    ({ code, message }: NodeJS.ErrnoException) =>
      code === 'ENOENT' ? undefined : `writing isn't allowed there (${message})`,
  );

async function reasonInNode(path: string): Promise<string | undefined> {
  const { access, constants, stat } = nodeFiles();
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) return 'it is a folder. Name a file in it';
  if (path === '' || /[/\\]$/.test(path)) return 'it names no file';
  const asDevice = existing !== undefined && !existing.isFile();
  return (
    (asDevice ? undefined : await reasonAgainst(await targetOf(path), existing)) ??
    (await refusal(() => access(path, constants.W_OK)))
  );
}

/**
 * The path of a file behind symbolic links, which may not exist yet: in a folder without links, if that folder exists. Node only.
 *
 * @throws Error of the system if links lead in a circle.
 */
export async function targetOf(path: string): Promise<string> {
  const { readlink, realpath } = nodeFiles();
  const { basename, dirname, isAbsolute, join, resolve } = globalThis.process.getBuiltinModule('node:path');
  let at = path;
  for (let links = 0; links < 40; links++) {
    // By the system, not by the path's text: `a/link/..` is the folder above the link's target.
    const folder = await realpath(dirname(at)).catch(() => resolve(dirname(at)));
    const file = join(folder, basename(at));
    const link = await readlink(file).catch(() => undefined);
    if (link === undefined) return file;
    at = isAbsolute(link) ? link : `${folder}/${link}`;
  }
  return realpath(path);
}

/**
 * Makes sure that a file can be written there, and changes nothing.
 *
 * @throws Error with the reason: the folder is missing, the path is a folder, writing isn't allowed, or this is a browser, which has
 *   no paths.
 */
export async function checkPath(path: string): Promise<void> {
  text('path', path);
  const reason = inNode()
    ? await reasonInNode(path)
    : 'a browser has no paths. Leave the path out and take the bytes';
  if (reason) throw failure('ZBIO_BAD_PATH', `Can't write '${path}': ${reason}.`);
}
