import type { Worker } from 'node:worker_threads';
import { failure } from '../../../check/errors.js';
import { inNode } from '../../../platform/inNode.js';
import { readSigns, type Signs } from '../calls.js';
import type { TaskWatch } from '../h5Task.js';
import { buffersOf } from './buffersOf.js';
import { receiveError } from './passedError.js';
import { type Answer, type Asked, serveUrl } from './serveH5.js';

/** How a job is watched. */
export interface JobWatch extends TaskWatch {
  /** Milliseconds that one call of HDF5 may take for a file of that many bytes, besides its waiting for the disk. */
  patienceFor: (size: number) => number;
}

/** How often the signs of life are looked at, in milliseconds. Counted, not measured: a machine that sleeps isn't at fault. */
const period = 50;

/** What goes to the thread as text, so that no file of it need be found by a bundler. The source of this package is TypeScript. */
const bootstrap = `
const threads = require('node:worker_threads');
const { url } = threads.workerData;
const typescript = ['tsx/esm/api'];
const loader = url.endsWith('.ts') ? import(typescript[0]).then(({ register }) => register()) : Promise.resolve();
loader.then(() => import(url)).then(({ serveH5 }) => serveH5(threads));
`;

/** Whether a module is where its source is: not in a bundle, whose own file would be run instead. */
export function isSeparate(url: string | undefined, name: string): boolean {
  return url !== undefined && new RegExp(`^file:.*/${name}\\.[jt]s$`).test(url);
}

/** The task's module can't be loaded by a thread. */
export const unable: unique symbol = Symbol('unable');

function stuck({ caller, source }: Asked, { path }: { path: string }, patience: number): Error {
  const message =
    `${caller}: '${path || '/'}': expected an element that HDF5 can read, found one in ${source.name} on which it makes no progress ` +
    `(${patience / 1000} s). The file is damaged: copy or download it again. If it is sound, allow more time: { patience }.`;
  return failure('ZBIO_BAD_FILE', message);
}

/** A thread with an HDF5 of its own. It doesn't keep the process alive. */
export class H5Thread {
  readonly #worker: Worker;
  readonly #signs: Signs;
  /** Whether it can take no more jobs. */
  ended = false;

  private constructor(worker: Worker, signs: Signs) {
    this.#worker = worker;
    this.#signs = signs;
    worker.unref();
    worker.on('error', () => {});
    worker.on('exit', () => {
      this.ended = true;
    });
  }

  /** Starts a thread. Undefined where there is none to be had: in browsers, in bundles, where threads aren't allowed. */
  static async start(): Promise<H5Thread | undefined> {
    if (!inNode() || !isSeparate(serveUrl, 'serveH5')) return undefined;
    const { Worker } = globalThis.process.getBuiltinModule('node:worker_threads');
    try {
      // Without the flags of this process, which may load much that the thread has no use for.
      const worker = new Worker(bootstrap, { eval: true, execArgv: [], workerData: { url: serveUrl } });
      const signs = await new Promise<Signs | undefined>((resolve) => {
        worker.once('message', (given: Answer) => resolve(given.kind === 'ready' ? given.signs : undefined));
        worker.once('error', () => resolve(undefined));
        worker.once('exit', () => resolve(undefined));
      });
      return signs && new H5Thread(worker, signs);
    } catch {
      return undefined;
    }
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.#worker.terminate();
  }

  /** Has a job done. Resolves to its output, or to {@link unable}. */
  async run(asked: Asked, watch: JobWatch): Promise<unknown> {
    const listeners: (() => void)[] = [];
    this.#worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        const giveUp = (error: unknown) => {
          this.ended = true;
          reject(error);
        };
        const size = { bytes: asked.source.size };
        listeners.push(this.#listen(resolve, reject, giveUp, watch, size));
        listeners.push(this.#watch(asked, giveUp, watch, size));
        this.#worker.postMessage(asked, [...buffersOf(asked.source)]);
      });
    } finally {
      for (const stop of listeners) stop();
      this.#worker.unref();
      if (this.ended) await this.end();
    }
  }

  #listen(
    resolve: (output: unknown) => void,
    reject: (error: unknown) => void,
    giveUp: (error: unknown) => void,
    { onProgress }: JobWatch,
    size: { bytes: number },
  ): () => void {
    const hear = (given: Answer) => {
      if (given.kind === 'size') {
        size.bytes = given.bytes;
        return;
      }
      if (given.kind === 'progress') {
        try {
          onProgress?.(given.done, given.all);
        } catch (error) {
          giveUp(error);
        }
        return;
      }
      if (given.kind === 'output' || given.kind === 'error') this.ended ||= given.spent;
      if (given.kind === 'output') resolve(given.output);
      else if (given.kind === 'error') reject(receiveError(given.error));
      else resolve(unable);
    };
    const crash = (cause: unknown) => {
      const message =
        'the thread that reads HDF5 files ended. The file may be damaged, or memory has run out.';
      giveUp(failure('ZBIO_BAD_FILE', message, { cause }));
    };
    this.#worker.on('message', hear).on('error', crash).on('exit', crash);
    return () => this.#worker.off('message', hear).off('error', crash).off('exit', crash);
  }

  /** Ends the job at an abort, or if HDF5 doesn't get on. */
  #watch(
    asked: Asked,
    giveUp: (error: unknown) => void,
    { signal, patienceFor }: JobWatch,
    size: { bytes: number },
  ): () => void {
    const abort = () => giveUp(signal!.reason);
    signal?.addEventListener('abort', abort);
    let [last, quiet] = [-1, 0];
    const timer = setInterval(() => {
      const [signs, patience] = [readSigns(this.#signs), patienceFor(size.bytes)];
      if (signs.calls !== last || signs.calls % 2 === 0) [last, quiet] = [signs.calls, 0];
      else if (!signs.waitsForDisk) quiet += period;
      if (quiet >= patience) giveUp(stuck(asked, signs, patience));
    }, period);
    return () => {
      clearInterval(timer);
      signal?.removeEventListener('abort', abort);
    };
  }
}
