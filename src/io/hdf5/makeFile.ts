import type { File } from 'h5wasm';
import { failure } from '../../check/errors.js';
import type { OnProgress } from '../../platform/checkpoint.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { pause } from '../../platform/pause.js';
import { replaceFile } from '../../platform/replaceFile.js';
import { writeFile } from '../../platform/writeFile.js';
import { finishBooleans } from './booleanType.js';
import { type H5, memoryH5, reasonOf, throwing, type Writer } from './h5.js';
import { mountFile } from './mountFile.js';
import { withBytes } from './openBytes.js';
import { setRoot } from './setRoot.js';

/** Values written so far, and in all; undefined where no more are written. */
export type Progressed = readonly [done: number, values: number] | undefined;

/**
 * Fills an open file in steps: between two of them, the event loop runs and the file may be given up.
 *
 * @returns The address of another group to be the root of the finished file; undefined if the root stays.
 */
export type Steps = (writer: Writer, file: File) => Generator<Progressed, number | undefined>;

/** What {@link makeFile} needs. */
export interface Making {
  /** Name of the public function, for messages. */
  caller: string;
  /** A file, as path or bytes, to start from; undefined for a new file. */
  start?: string | Uint8Array | undefined;
  steps: Steps;
  signal?: AbortSignal | undefined;
  onProgress?: OnProgress | undefined;
}

/** Runs a step with HDF5's errors thrown: only within a step, because the switch is global. */
function step<T>({ caller }: Making, h5: H5, body: () => T): T {
  try {
    return throwing(h5, body);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw cause;
    throw failure('ZBIO_BAD_PATH', `${caller}: the file can't be written: ${reasonOf(cause)}.`, { cause });
  }
}

function openFile(h5: H5, path: string, { caller, start }: Making): File {
  const mode = start === undefined ? 'w' : 'a';
  try {
    // The oldest layout: every reader supports it, and finishBooleans relies on it.
    return throwing(h5, () => new h5.File(path, mode, { libver: ['earliest', 'latest'] }));
  } catch (cause) {
    const why = `the file can't be opened for writing (${reasonOf(cause)})`;
    throw failure('ZBIO_BAD_FILE', `${caller}: ${why}.`, { cause });
  }
}

async function run(making: Making, writer: Writer, file: File): Promise<number | undefined> {
  const work = making.steps(writer, file);
  for (;;) {
    making.signal?.throwIfAborted();
    const { done, value } = step(making, writer.h5, () => work.next());
    if (done) return value;
    if (value) making.onProgress?.(...value);
    await pause();
  }
}

/** Fills the file at a path of h5wasm's file system. */
async function fill(h5: H5, path: string, making: Making): Promise<void> {
  const writer: Writer = { h5, caller: making.caller, booleans: [] };
  const file = openFile(h5, path, making);
  let root: number | undefined;
  try {
    root = await run(making, writer, file);
    step(making, h5, () => file.flush());
  } finally {
    file.close();
  }
  withBytes(h5, path, (bytes) => {
    finishBooleans(bytes, writer.booleans);
    if (root !== undefined) setRoot(bytes, root);
  });
}

let files = 0;
const nameOf = (): string => `zbio-write-${files++}.h5ad`;

/** @param start - Bytes to start from, which are used up. */
async function toBytes(making: Making, start?: Uint8Array): Promise<Uint8Array> {
  const h5 = await memoryH5(making.caller);
  const { FS } = h5.Module;
  const path = `/${nameOf()}`;
  try {
    if (start) FS.writeFile(path, start, { canOwn: true } as object);
    await fill(h5, path, making);
    return FS.readFile(path);
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
  }
}

/** Fills a file of the disk. */
async function onDisk(path: string, making: Making): Promise<void> {
  const h5 = await memoryH5(making.caller);
  const name = nameOf();
  let broken: Error | undefined;
  const unmount = mountFile(h5, name, path, { writable: true, onError: (error) => (broken ??= error) });
  try {
    await fill(h5, `/${name}`, making);
  } catch (error) {
    throw broken ?? error;
  } finally {
    unmount();
  }
  if (broken) throw broken;
}

/** Copies a file over another, which keeps its mode. */
async function copyOver(from: string, to: string): Promise<void> {
  const { chmod, constants, copyFile, stat } = nodeFiles();
  const { mode } = await stat(to);
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, mode);
}

/**
 * Makes an HDF5 file: a new one, or a copy of another that is then changed. What isn't touched stays as it was, to the byte.
 *
 * @param path - Where it goes (Node); undefined to return its bytes.
 */
export async function makeFile(path: string | undefined, making: Making): Promise<Uint8Array | undefined> {
  const { signal, start } = making;
  signal?.throwIfAborted();
  if (path === undefined || start instanceof Uint8Array) {
    // A copy: h5wasm changes what it is given.
    const own =
      typeof start === 'string' ? await nodeFiles().readFile(start) : start && new Uint8Array(start);
    const bytes = await toBytes(making, own);
    if (path === undefined) return bytes;
    await writeFile(path, bytes);
    return undefined;
  }
  await replaceFile(path, async (temporary) => {
    if (start !== undefined) await copyOver(start, temporary);
    await onDisk(temporary, making);
  });
  return undefined;
}
