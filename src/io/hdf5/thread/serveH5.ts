import type * as threads from 'node:worker_threads';
import { isZbioError } from '../../../check/isZbioError.js';
import { createSigns, type Signs, writeSigns } from '../calls.js';
import { memoryH5 } from '../h5.js';
import type { H5Source } from '../h5Source.js';
import type { H5Task } from '../h5Task.js';
import { openH5 } from '../openH5.js';
import { limitsOf } from '../spend.js';
import { buffersOf } from './buffersOf.js';
import { capMemory } from './capMemory.js';
import { type PassedError, passError } from './passedError.js';

/** What the thread is asked for. */
export interface Asked {
  task: { name: string; url: string };
  source: H5Source;
  input: unknown;
  caller: string;
  /** Bytes that values may take in memory, see `limitsOf`. */
  maxBytes: number | undefined;
  /** Whether progress is wanted. */
  progress: boolean;
}

/** What the thread answers. */
export type Answer =
  | { kind: 'ready'; signs: Signs }
  | { kind: 'progress'; done: number; all: number }
  /** The bytes of the file and of all that it leads to; there is one more. */
  | { kind: 'size'; bytes: number }
  /** The module of the task can't be loaded, as in a bundle. */
  | { kind: 'unable' }
  | { kind: 'output'; output: unknown; spent: boolean }
  | { kind: 'error'; error: PassedError; spent: boolean };

/** Where this module is. A bundle has another name: no thread can be started from it. */
export const serveUrl: string = import.meta.url;

/** More than this, and the memory of h5wasm, which never shrinks, is given back with the thread. */
const mostMemory = 2 ** 26;

/** What HDF5 takes for itself, in bytes. */
const ownMemory = 2 ** 25;

async function load({ name, url }: Asked['task']): Promise<H5Task<unknown, unknown> | undefined> {
  try {
    const module: Record<string, H5Task<unknown, unknown>> = await import(
      /* @vite-ignore */ /* webpackIgnore: true */ url
    );
    return module[name];
  } catch {
    return undefined;
  }
}

async function answer(asked: Asked, tell: (answer: Answer) => void): Promise<Answer> {
  const task = await load(asked.task);
  if (!task) return { kind: 'unable' };
  const { source, input, caller, maxBytes } = asked;
  const cap = (size: number) => capMemory(ownMemory + limitsOf(size, { maxBytes }).bytes);
  cap(source.size);
  const onSize = (bytes: number) => {
    cap(bytes);
    tell({ kind: 'size', bytes });
  };
  const onProgress = asked.progress
    ? (done: number, all: number) => tell({ kind: 'progress', done, all })
    : undefined;
  const grown = async () => (await memoryH5(caller)).Module.HEAPU8.length > mostMemory;
  try {
    const opening = { caller, canOwn: true, onSize };
    const output = await openH5(source, opening, (file) => task.run(file, input, { onProgress }));
    return { kind: 'output', output, spent: await grown() };
  } catch (error) {
    // What HDF5 leaves behind when it fails is given back with the thread. Errors of our own checks have no cause.
    const own = isZbioError(error) && error.cause === undefined;
    return { kind: 'error', error: passError(error), spent: !own || (await grown()) };
  }
}

/** Reads files for another thread, one at a time. To be called in a thread of its own. */
export async function serveH5({ parentPort }: typeof threads): Promise<void> {
  const port = parentPort!;
  const signs = createSigns();
  await memoryH5('readH5ad');
  writeSigns(signs);
  const tell = (given: Answer) => port.postMessage(given);
  port.on('message', async (asked: Asked) => {
    const given = await answer(asked, tell);
    try {
      port.postMessage(given, given.kind === 'output' ? [...buffersOf(given.output)] : []);
    } catch (error) {
      tell({ kind: 'error', error: passError(error), spent: true });
    }
  });
  tell({ kind: 'ready', signs });
}
