import { nodeFiles } from './nodeFiles.js';

const pattern = /^\.zbio-([0-9a-z]+)-(\d+)-[0-9a-f]{16}\.part$/;
const day = 24 * 60 * 60 * 1000;

let here: Promise<string> | undefined;

/**
 * Name of this machine, boot and space of process numbers (a container has its own), in which alone a process number means the
 * same process; `0` where it can't be told.
 */
function placeOfProcess(): Promise<string> {
  const { readFile, readlink } = nodeFiles();
  here ??= Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]).then(
    ([boot, space]) => `${boot}${space}`.replace(/[^0-9a-z]/g, ''),
    () => '0',
  );
  return here;
}

/** A name that no other save uses, in whatever process, thread, container or machine. */
export async function temporaryName(): Promise<string> {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `.zbio-${await placeOfProcess()}-${globalThis.process.pid}-${hex}.part`;
}

function isAlive(pid: number): boolean {
  try {
    globalThis.process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Whether a temporary file's writer is gone: a dead process of this place, or one of another that wrote nothing for a day. */
async function isOrphan(path: string, place: string, pid: number): Promise<boolean> {
  if (place !== '0' && place === (await placeOfProcess())) return !isAlive(pid);
  const { mtimeMs } = await nodeFiles().lstat(path);
  return Date.now() - mtimeMs > day;
}

/** Removes the temporary files that killed saves have left in a folder. What can't be removed stays: it is no fault of this save. */
export async function removeOrphans(folder: string): Promise<void> {
  const { readdir, rm } = nodeFiles();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, place, pid] = pattern.exec(name) ?? [];
    if (place === undefined) continue;
    const path = `${folder}/${name}`;
    const orphan = await isOrphan(path, place, Number(pid)).catch(() => false);
    if (orphan) await rm(path, { force: true }).catch(() => undefined);
  }
}
