import { failure } from '../../../check/errors.js';
import { type H5Input, type H5Source, h5Source } from '../h5Source.js';
import type { H5Task, TaskWatch } from '../h5Task.js';
import { openH5 } from '../openH5.js';
import { H5Thread, isSeparate, unable } from './h5Thread.js';
import { serveUrl } from './serveH5.js';

/** How a task is run. */
export interface RunningH5 extends TaskWatch {
  /** Name of the public function, for messages. */
  caller: string;
  /** Milliseconds that one call of HDF5 may take. Default: 1,000, and one for each 4 KiB of the file. */
  patience?: number | undefined;
  /** Bytes that values may take in memory, see `limitsOf`. */
  maxBytes?: number | undefined;
  /** The folder that the file may lead to. Default: none. */
  externalFolder?: string | undefined;
}

/** Long for what HDF5 does at once in a small file; a large one may have large elements. */
const patienceFor = (size: number): number => 1000 + Math.round(size / 4096);

/** The thread that is there, once it has started; undefined if there is none to be had. */
let warm: Promise<H5Thread | undefined> | undefined;
let last: Promise<unknown> = Promise.resolve();

async function theThread(): Promise<H5Thread | undefined> {
  const found = await warm;
  if (!warm || found?.ended) warm = H5Thread.start();
  return warm;
}

/** Bytes go to the thread as a copy: the caller keeps his own. */
const ownCopy = ({ file, ...source }: H5Source): H5Source => ({
  ...source,
  file: typeof file === 'string' ? file : new Uint8Array(file),
});

async function inThread<Input, Output>(
  { name, url }: H5Task<Input, Output>,
  source: H5Source,
  input: Input,
  { caller, signal, onProgress, maxBytes, patience }: RunningH5,
): Promise<unknown> {
  if (!isSeparate(serveUrl, 'serveH5') || !isSeparate(url, name)) return unable;
  const thread = await theThread();
  signal?.throwIfAborted();
  if (!thread) return unable;
  const how = { caller, maxBytes, progress: Boolean(onProgress) };
  const asked = { task: { name, url }, source: ownCopy(source), input, ...how };
  const own = patience === undefined ? patienceFor : () => patience;
  return thread.run(asked, { signal, onProgress, patienceFor: own });
}

/** Several files can be open at once in this thread, and one would see the folder of another. */
function alone(caller: string): Error {
  const message =
    `${caller}: externalFolder needs a thread of its own, and there is none in a bundle, or where Node may not start threads. ` +
    'Leave zbio out of the bundle, or write the cells into one file.';
  return failure('ZBIO_NO_PEER', message);
}

async function here<Input, Output>(
  task: H5Task<Input, Output>,
  source: H5Source,
  input: Input,
  { caller, signal, onProgress }: RunningH5,
): Promise<Output> {
  if (source.folder) throw alone(caller);
  let thrown: { error: unknown } | undefined;
  const told: typeof onProgress = (done, all) => {
    try {
      onProgress?.(done, all);
    } catch (error) {
      thrown = { error };
      throw error;
    }
  };
  const watch = { signal, onProgress: onProgress && told };
  try {
    return await openH5(source, { caller }, (file) => task.run(file, input, watch));
  } catch (error) {
    throw thrown ? thrown.error : error;
  }
}

/** Rejects at an abort, also while a task waits for its turn. */
function abortable<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/**
 * Opens an HDF5 file, has a task read it, and closes it. In Node, this happens in a thread of its own, one file at a time: HDF5 may never
 * return from a damaged file, and leaves memory behind when it fails. The thread is then ended, and another one started for the next
 * file. In browsers and bundles, it happens in the thread of the caller.
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @param input - Plain values, arrays and typed arrays, for the task.
 * @throws TypeError if the source is neither; RangeError if it can't be read or isn't HDF5; Error (`ZBIO_BAD_FILE`) if it is damaged; the
 *   reason of the signal if it is aborted, at once.
 */
export async function runH5<Input, Output>(
  task: H5Task<Input, Output>,
  source: H5Input,
  input: Input,
  options: RunningH5,
): Promise<Output> {
  const { caller, signal, externalFolder } = options;
  signal?.throwIfAborted();
  const from = await h5Source(caller, source, externalFolder);
  const turn = last.then(() => {
    signal?.throwIfAborted();
    return inThread(task, from, input, options);
  });
  last = turn.catch(() => undefined);
  const output = await abortable(signal, turn);
  return output === unable ? here(task, from, input, options) : (output as Output);
}
