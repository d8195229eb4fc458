import type { H5 } from './h5.js';

/** Functions of h5wasm that go into HDF5 while a file is read. */
const watched = /^(open|close_file|get_|reclaim_|create_object_reference)/;

/** Where the parts of {@link Signs} are. */
const [calls, disk, length, text] = [0, 1, 2, 12];
const mostText = 500;

/** Signs of life that another thread can read: how often HDF5 was entered and left, whether it waits for the disk, and the element. */
export type Signs = SharedArrayBuffer;

/** What this thread is doing in HDF5. */
const current: { path: string; signs?: Signs } = { path: '' };
const wrapped = new WeakSet<object>();
const encoder = new TextEncoder();

/** Signs that nothing has been written to. */
export function createSigns(): Signs {
  return new SharedArrayBuffer(text + mostText);
}

/** Writes signs of life from now on. */
export function writeSigns(signs: Signs): void {
  current.signs = signs;
}

function enter(path: string): void {
  current.path = path;
  if (!current.signs) return;
  const { written } = encoder.encodeInto(path, new Uint8Array(current.signs, text));
  const words = new Int32Array(current.signs, 0, 3);
  words[length] = written;
  Atomics.add(words, calls, 1);
}

function leave(): void {
  if (current.signs) Atomics.add(new Int32Array(current.signs), calls, 1);
}

type Call = (...given: unknown[]) => unknown;

function wrap(call: Call): Call {
  return (...given) => {
    const path = given.find((value) => typeof value === 'string');
    enter((path as string | undefined) ?? current.path);
    try {
      return call(...given);
    } finally {
      leave();
    }
  };
}

/** Has every call of HDF5 noted, with the element that it is about. */
export function watchCalls({ Module }: H5): void {
  if (wrapped.has(Module)) return;
  wrapped.add(Module);
  const functions = Module as unknown as Record<string, unknown>;
  for (const name of Object.keys(functions).filter((key) => watched.test(key))) {
    if (typeof functions[name] === 'function') functions[name] = wrap(functions[name] as Call);
  }
}

/** Path of the element that the last call was about. */
export function lastPath(): string {
  return current.path.replace(/^\//, '');
}

/** Runs an access to the disk, which may take long without anything being wrong. */
export function duringAccess<T>(access: () => T): T {
  const words = current.signs && new Int32Array(current.signs, 0, 3);
  words?.fill(1, disk, disk + 1);
  try {
    return access();
  } finally {
    words?.fill(0, disk, disk + 1);
  }
}

/** What {@link Signs} say. */
export interface SignsOfLife {
  /** Changes with every call of HDF5 and every return; odd within a call. */
  calls: number;
  waitsForDisk: boolean;
  path: string;
}

/** Reads the signs that another thread writes. */
export function readSigns(signs: Signs): SignsOfLife {
  const words = new Int32Array(signs, 0, 3);
  const bytes = new Uint8Array(signs, text, Math.min(mostText, words[length]!)).slice();
  const path = new TextDecoder().decode(bytes).replace(/^\//, '');
  return { calls: Atomics.load(words, calls), waitsForDisk: words[disk] === 1, path };
}
