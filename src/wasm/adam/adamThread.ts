import type { Worker } from 'node:worker_threads';
import { startThread } from '../../platform/startThread.js';
import type { AdamConstants } from '../simd/adamArrays.js';
import { kernelModule } from '../simd/loadKernels.js';
import { adamThreadSource } from './adamThreadSource.js';

/** What moves to the thread and back: each array is the whole of its buffer. */
export interface MovingArrays {
  gradient: Float32Array;
  /** Where the new values go. */
  values: Float32Array;
}

/** A step of Adam. */
export interface AdamJob extends MovingArrays {
  /** The thread's arrays of values, first and second moments, by number. */
  w: number;
  m: number;
  v: number;
  constants: AdamConstants;
}

/** A second thread that keeps values and moments and takes steps of Adam on them. */
export interface AdamThread {
  /** Copies values into arrays of the thread, by number. */
  write(values: ReadonlyMap<number, Float32Array>): void;
  /** Copies of its arrays, by number. */
  read(numbers: readonly number[]): Promise<Float32Array[]>;
  /**
   * Takes steps. Gradients and values move to the thread and come back in the order of the jobs, which copies nothing here; the
   * views handed in are empty from now on.
   */
  step(jobs: readonly AdamJob[]): Promise<MovingArrays[]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Posts messages that are answered in their order. A process goes on while an answer is outstanding, no longer. */
function conversation(worker: Worker): (message: object, moved?: ArrayBuffer[]) => Promise<unknown> {
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.unref();
  worker.on('message', (answer) => {
    waiting.shift()!.resolve(answer);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('fit: the thread that moves half of the weights has ended.')));
  return (message, moved = []) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(message, moved);
    });
}

/**
 * Starts a thread with arrays of these lengths, which hold zeros. Undefined where there is none to be had: outside Node, on a
 * single core, without SIMD. The caller closes it.
 */
export function startAdamThread(lengths: readonly number[]): AdamThread | undefined {
  const kernels = kernelModule();
  const worker = kernels && startThread(adamThreadSource, { kernels, lengths });
  if (!worker) return undefined;
  const ask = conversation(worker);
  return {
    write: (values) => worker.postMessage({ do: 'write', written: [...values] }),
    read: async (wanted) => (await ask({ do: 'read', wanted })) as Float32Array[],
    step: async (jobs) => {
      const moved = jobs.flatMap(({ gradient, values }) => [gradient.buffer, values.buffer]);
      return (await ask({ do: 'step', jobs }, moved as ArrayBuffer[])) as MovingArrays[];
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
