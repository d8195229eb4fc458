import type { File } from 'h5wasm';
import { failure } from '../../check/errors.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { pause } from '../../platform/pause.js';
import { replaceFile, writeFile } from '../../platform/writeFile.js';
import { finishBooleans } from './booleanType.js';
import { type H5, memoryH5, nodeH5, reasonOf, throwing, type Writer } from './h5.js';
import { withBytes } from './openBytes.js';
import { setRoot } from './setRoot.js';

/**
 * Fills an open file in steps: between two of them, the event loop runs and the file may be given up.
 *
 * @returns The address of another group to be the root of the finished file; undefined if the root stays.
 */
export type Steps = (writer: Writer, file: File) => Generator<void, number | undefined>;

/** What {@link makeFile} needs. */
export interface Making {
  /** Name of the public function, for messages. */
  caller: string;
  /** A file, as path or bytes, to start from; undefined for a new file. */
  start?: string | Uint8Array | undefined;
  steps: Steps;
  signal?: AbortSignal | undefined;
}

async function run(
  { caller, steps, signal }: Making,
  writer: Writer,
  file: File,
): Promise<number | undefined> {
  const work = steps(writer, file);
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = throwing(writer.h5, () => {
      try {
        return work.next();
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause) throw cause;
        throw failure('ZBIO_BAD_PATH', `${caller}: the file can't be written: ${reasonOf(cause)}.`, {
          cause,
        });
      }
    });
    if (done) return value ?? undefined;
    await pause();
  }
}

function openFile(h5: H5, path: string, { caller, start }: Making): File {
  try {
    // The oldest layout: every reader supports it, and finishBooleans relies on it.
    return throwing(
      h5,
      () => new h5.File(path, start === undefined ? 'w' : 'a', { libver: ['earliest', 'latest'] }),
    );
  } catch (cause) {
    const why = `the file can't be opened for writing (${reasonOf(cause)})`;
    throw failure('ZBIO_BAD_FILE', `${caller}: ${why}.`, { cause });
  }
}

/** Fills the file at a path of h5wasm's file system. */
async function fill(h5: H5, path: string, making: Making): Promise<void> {
  const writer: Writer = { h5, caller: making.caller, booleans: [] };
  const file = openFile(h5, path, making);
  let root: number | undefined;
  try {
    root = await run(making, writer, file);
  } finally {
    throwing(h5, () => file.close());
  }
  withBytes(h5, path, (bytes) => {
    finishBooleans(bytes, writer.booleans);
    if (root !== undefined) setRoot(bytes, root);
  });
}

let files = 0;

async function toBytes(making: Making, start?: Uint8Array): Promise<Uint8Array> {
  const h5 = await memoryH5(making.caller);
  const { FS } = h5.Module;
  const path = `/zbio-write-${files++}.h5ad`;
  try {
    if (start) FS.writeFile(path, start);
    await fill(h5, path, making);
    return FS.readFile(path);
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
  }
}

/**
 * Makes an HDF5 file: a new one, or a copy of another that is then changed. What isn't touched stays as it was, to the byte.
 *
 * @param path - Where it goes (Node); undefined to return its bytes.
 */
export async function makeFile(path: string | undefined, making: Making): Promise<Uint8Array | undefined> {
  const { caller, start } = making;
  if (path === undefined) {
    return toBytes(making, typeof start === 'string' ? await nodeFiles().readFile(start) : start);
  }
  if (start instanceof Uint8Array) {
    await writeFile(path, await toBytes(making, start));
    return undefined;
  }
  const h5 = await nodeH5(caller);
  await replaceFile(path, async (beside) => {
    if (start !== undefined) await copyWritable(start, beside);
    await fill(h5, beside, making);
  });
  return undefined;
}

async function copyWritable(from: string, to: string): Promise<void> {
  const { chmod, constants, copyFile } = nodeFiles();
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  // A copy of a file that is protected from writing is protected too.
  await chmod(to, 0o600);
}
