import type * as threads from 'node:worker_threads';
import type { Kernels } from '../simd/kernels.js';
import type { WasmMemory, WebAssemblyApi } from '../simd/webAssembly.js';

/** Where the words of the signals lie that both threads see: the thread's state, a job's sizes, the time that it took. */
export const csrSignals = {
  state: 0,
  rows: 1,
  inner: 2,
  columns: 3,
  /** Where the first row's values begin in the matrix. */
  start: 4,
  stored: 5,
  /** 1 if the job brings another B. */
  withB: 6,
  /** Microseconds. */
  time: 7,
} as const;

/** States of the thread; the word is 0 until it has started. */
export const csrStates = { ready: 1, asked: 2, failed: 3 } as const;

/** What the thread is started with. */
export interface CsrThreadData {
  kernels: object;
  signals: Int32Array;
  places: typeof csrSignals;
  states: typeof csrStates;
}

/**
 * What the thread of `startCsrThread.ts` runs. It sleeps until its state is `asked`. A job's arrays lie in a shared buffer, which comes
 * by message when it is another one. B stays in the thread's own memory, where the kernel finds it; the other arrays are copied
 * behind it. The text of this function is all that the thread has: it uses nothing from outside.
 */
export function csrThreadWorker({ parentPort, receiveMessageOnPort, workerData }: typeof threads): void {
  const { kernels, signals, places, states } = workerData as CsrThreadData;
  const { Memory, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const memory = new Memory({ initial: 1 }) as WasmMemory & { grow(pages: number): number };
  const { csrProduct } = new Instance(kernels, { env: { memory } }).exports as Kernels;
  const wholeLines = (words: number): number => Math.ceil(words / 16) * 16;
  let shared = new SharedArrayBuffer(0);

  const reserve = (words: number): void => {
    const missing = Math.ceil((4 * words - memory.buffer.byteLength) / 65536);
    if (missing > 0) memory.grow(missing);
  };

  type Words = [buffer: ArrayBufferLike, from: number];
  const copy = (words: number, [source, from]: Words, [target, to]: Words): void => {
    new Int32Array(target, 4 * to, words).set(new Int32Array(source, 4 * from, words));
  };

  const multiply = (): void => {
    for (let news = receiveMessageOnPort(parentPort!); news; news = receiveMessageOnPort(parentPort!)) {
      shared = news.message;
    }
    const sizeOf = (name: keyof typeof csrSignals): number => signals[places[name]]!;
    const [rows, inner, columns] = [sizeOf('rows'), sizeOf('inner'), sizeOf('columns')];
    const [start, stored] = [sizeOf('start'), sizeOf('stored')];
    const scratch = wholeLines(inner * columns);
    const indptr = scratch + 16 * inner;
    const words = rows + 1 + 2 * stored;
    const out = indptr + wholeLines(words);
    reserve(out + rows * columns);
    copy(words, [shared, 0], [memory.buffer, indptr]);
    if (sizeOf('withB')) copy(inner * columns, [shared, words], [memory.buffer, 0]);
    // Offsets count from the matrix' first value, not from the first that is here.
    const indices = indptr + rows + 1 - start;
    const [values, b] = [indices + stored, 0];
    csrProduct(rows, columns, inner, 4 * indptr, 4 * indices, 4 * values, 4 * b, 4 * out, 4 * scratch);
    copy(rows * columns, [memory.buffer, out], [shared, 0]);
  };

  const answer = (): number => {
    const began = performance.now();
    try {
      multiply();
    } catch {
      return states.failed;
    }
    signals[places.time] = 1000 * (performance.now() - began);
    return states.ready;
  };

  for (let state: number = states.ready; ; state = answer()) {
    Atomics.store(signals, places.state, state);
    Atomics.notify(signals, places.state);
    Atomics.wait(signals, places.state, state);
  }
}
