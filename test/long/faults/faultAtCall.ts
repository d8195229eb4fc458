// Preloaded into a process: ends it with SIGKILL at its n-th change of a folder, or has that change fail. Every change is logged.
import fs from 'node:fs';
import type { Fault } from './fault.js';

const { folder, log, at, action }: Fault = JSON.parse(process.env['ZBIO_FAULT']!);
const { appendFileSync, openSync, writeSync } = fs;
const files = fs.promises;
const { open, writeFile } = files;

/** The files of the folder that are open, by their descriptors. */
const paths = new Map<number, string>();
let calls = 0;

const isInside = (path: unknown): path is string => typeof path === 'string' && path.startsWith(folder);
const note = (text: string): void => appendFileSync(log, `${text}\n`);

function kill(when: string): never {
  note(`killed ${when}`);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** One change of the folder: may end the process before it, halfway, or after it, or throw instead of it. */
function change<T>(name: string, path: string, { half, whole }: { half?: () => unknown; whole: () => T }): T {
  const mine = ++calls === at;
  note(`${calls} ${name} ${path.slice(folder.length)}`);
  if (!mine) return whole();
  if (action === 'before') kill('before');
  if (action === 'half') {
    const done = half?.() as Promise<unknown> | undefined;
    if (typeof done?.then === 'function') return done.then(() => kill('halfway')) as T;
    return kill('halfway');
  }
  if (action !== 'after') {
    note(`failed with ${action}`);
    throw Object.assign(new Error(`${action}: injected, ${name}`), {
      code: action,
      errno: -28,
      syscall: name,
    });
  }
  const result = whole();
  if (typeof (result as Promise<unknown>)?.then !== 'function') return kill('after');
  return (result as Promise<unknown>).then(() => kill('after')) as T;
}

/** As {@link change}, for functions that return promises: they reject instead of throwing. */
async function changeLater<T>(
  name: string,
  path: string,
  how: { half?: () => unknown; whole: () => T },
): Promise<Awaited<T>> {
  return await change(name, path, how);
}

for (const name of ['rename', 'rm', 'unlink', 'chmod', 'chown', 'copyFile'] as const) {
  const real = files[name] as (...args: unknown[]) => Promise<unknown>;
  Object.assign(files, {
    [name]: (...args: unknown[]) =>
      isInside(args[0]) || isInside(args[1])
        ? changeLater(name, String(isInside(args[1]) ? args[1] : args[0]), { whole: () => real(...args) })
        : real(...args),
  });
}

files.writeFile = ((path: string, data: Uint8Array, ...more: []) => {
  const whole = () => writeFile(path, data, ...more);
  if (!isInside(path)) return whole();
  return changeLater('writeFile', path, {
    whole,
    half: () => writeFile(path, data.subarray(0, data.length >> 1)),
  });
}) as typeof writeFile;

/** A handle whose flush can fail, too. */
function watched(handle: fs.promises.FileHandle, path: string): fs.promises.FileHandle {
  const sync = handle.sync.bind(handle);
  handle.sync = () => changeLater('sync', path, { whole: () => sync() });
  return handle;
}

files.open = (async (path: string, flags?: string, ...more: []) => {
  const real = () => open(path, flags, ...more);
  if (!isInside(path)) return real();
  const makes = /[wa]/.test(flags ?? 'r');
  return watched(makes ? await changeLater('open', path, { whole: real }) : await real(), path);
}) as typeof open;

fs.openSync = ((path: string, flags: string, ...more: []) => {
  const file = openSync(path, flags, ...more);
  if (isInside(path)) paths.set(file, path);
  return file;
}) as typeof openSync;

fs.writeSync = ((file: number, data: Uint8Array, offset: number, length: number, position: number) => {
  const path = paths.get(file);
  const whole = () => writeSync(file, data, offset, length, position);
  if (path === undefined) return whole();
  return change('write', path, { whole, half: () => writeSync(file, data, offset, length >> 1, position) });
}) as typeof writeSync;

const { ftruncateSync } = fs;
fs.ftruncateSync = (file, length) => {
  const path = paths.get(file);
  const whole = () => ftruncateSync(file, length);
  return path === undefined ? whole() : change('truncate', path, { whole });
};
