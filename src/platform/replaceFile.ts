import type { Stats } from 'node:fs';
import { failure } from '../check/errors.js';
import { checkPath, targetOf } from './checkPath.js';
import { nodeFiles } from './nodeFiles.js';
import { removeOrphans, temporaryName } from './orphans.js';

/** Has what was written to a file, or the names in a folder, put on the disk. */
async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await nodeFiles().open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a file the owner, group and mode of another, as far as this user may: only root may give files away. */
async function dressAs(path: string, { uid, gid, mode }: Stats): Promise<void> {
  const { chmod, chown, stat } = nodeFiles();
  const now = await stat(path);
  if (now.gid !== gid) await chown(path, now.uid, gid).catch(() => undefined);
  if (now.uid !== uid) await chown(path, uid, gid).catch(() => undefined);
  // Last, because a change of the owner clears special bits. Some file systems have no modes.
  if ((now.mode & 0o7777) !== (mode & 0o7777)) await chmod(path, mode & 0o7777).catch(() => undefined);
}

type Write = (temporary: string) => Promise<unknown>;

/** Makes an empty file. Fails if there is one: a link of that name, laid by somebody else, isn't followed. */
async function makeEmpty(path: string, mode: number): Promise<void> {
  const file = await nodeFiles().open(path, 'wx', mode);
  await file.close();
}

/** Fills a temporary file and moves it into the place of `target`, or leaves neither it nor a change. */
async function fillAndMove(
  temporary: string,
  target: string,
  existing: Stats | undefined,
  write: Write,
): Promise<void> {
  const { rename, rm } = nodeFiles();
  try {
    await write(temporary);
    if (existing) await dressAs(temporary, existing);
    await flush(temporary, 'r+');
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Replaces a file, or makes one: next to its place first, then moved there. */
async function replace(path: string, write: Write): Promise<void> {
  const { dirname, join } = globalThis.process.getBuiltinModule('node:path');
  const target = await targetOf(path);
  const folder = dirname(target);
  await removeOrphans(folder);
  const existing = await statOf(target);
  const temporary = join(folder, await temporaryName());
  // Nobody who may not read the old file may read the new one while it is written.
  await makeEmpty(temporary, existing ? 0o600 : 0o666);
  await fillAndMove(temporary, target, existing, write);
  // Not every system can flush a folder, and the new file is in place by now.
  await flush(folder, 'r').catch(() => undefined);
}

/** Sends a file into a device, a pipe or a socket. */
async function send(file: string, path: string, to: Stats): Promise<void> {
  const { createReadStream, createWriteStream } = globalThis.process.getBuiltinModule('node:fs');
  const { pipeline } = globalThis.process.getBuiltinModule('node:stream/promises');
  const { connect } = globalThis.process.getBuiltinModule('node:net');
  await pipeline(createReadStream(file), to.isSocket() ? connect(path) : createWriteStream(path));
}

/** Has a file made elsewhere and sends it into a device, a pipe or a socket. */
async function feed(path: string, to: Stats, write: Write): Promise<void> {
  const { mkdtemp, rm } = nodeFiles();
  const { join } = globalThis.process.getBuiltinModule('node:path');
  const folder = await mkdtemp(join(globalThis.process.getBuiltinModule('node:os').tmpdir(), 'zbio-'));
  try {
    const temporary = join(folder, 'file');
    await makeEmpty(temporary, 0o600);
    await write(temporary);
    await send(temporary, path, to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const statOf = (path: string): Promise<Stats | undefined> =>
  nodeFiles()
    .stat(path)
    .catch(() => undefined);

/**
 * Makes a file as a whole, or leaves the old one as it was: `write` fills a temporary file in the same folder, which is flushed to
 * the disk and then takes the place of the old file, with the old file's mode and owner. Of two saves to one path, one whole file is
 * left. A link's target is replaced, not the link. Devices, pipes and sockets are written to. What killed saves have left in the
 * folder is removed.
 *
 * @param path - The file.
 * @param write - Fills the empty file whose path it gets. It may write anywhere in it, or copy another file over it.
 * @throws Error (`ZBIO_BAD_PATH`) saying why the file can't be written: the folder is missing, the path is a folder, writing isn't
 *   allowed, the disk is full, or this is a browser, which has no paths. Errors of `write` that aren't the system's pass unchanged.
 */
export async function replaceFile(
  path: string,
  write: (temporary: string) => Promise<unknown>,
): Promise<void> {
  await checkPath(path);
  const existing = await statOf(path);
  const isFile = existing?.isFile() ?? true;
  try {
    await (isFile ? replace(path, write) : feed(path, existing!, write));
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw failure('ZBIO_BAD_PATH', `Can't write '${path}': ${cause.message}.`, { cause });
  }
}
