import type { Worker } from 'node:worker_threads';
import { startThread } from '../../platform/startThread.js';
import { kernelModule } from '../simd/loadKernels.js';
import { type CsrJob, jobWords, writeJob } from './csrJob.js';
import { type CsrThreadData, csrSignals, csrStates, csrThreadWorker } from './csrThreadWorker.js';
import { isSameOperand, type RightOperand } from './operands.js';

const { ready, asked } = csrStates;
/** Milliseconds, more than any share of a product takes. */
const patience = 10_000;

const dataFor = (kernels: object, signals: Int32Array): CsrThreadData => ({
  ...{ kernels, signals },
  ...{ places: csrSignals, states: csrStates },
});

// The main thread of a browser window may not wait.
function mayWait(): boolean {
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0) === 'timed-out';
  } catch {
    return false;
  }
}

/** The way to a thread that computes jobs, one at a time: its signals and the memory that both threads see. */
export class CsrThreadLink {
  readonly #worker: Worker;
  readonly #signals: Int32Array;
  #memory = new SharedArrayBuffer(0);
  /** The right operand that the thread has kept. */
  #held: RightOperand | undefined;

  private constructor(worker: Worker, signals: Int32Array) {
    this.#worker = worker;
    this.#signals = signals;
    worker.unref();
    worker.on('error', () => {}); // its rows are computed here then
  }

  /** Starts the thread. Undefined where there is none to be had. */
  static start(): CsrThreadLink | undefined {
    const kernels = mayWait() ? kernelModule() : undefined;
    const signals = kernels && new Int32Array(new SharedArrayBuffer(4 * Object.keys(csrSignals).length));
    const worker = signals && startThread(csrThreadWorker, dataFor(kernels, signals));
    return worker && new CsrThreadLink(worker, signals);
  }

  /** Whether it has started and has no job. */
  get isReady(): boolean {
    return Atomics.load(this.#signals, csrSignals.state) === ready;
  }

  /** Milliseconds that the last job took there. */
  get time(): number {
    return this.#signals[csrSignals.time]! / 1000;
  }

  /** Hands over a job. False if there is no memory for it. */
  send(job: CsrJob): boolean {
    if (!this.#write(job)) return false;
    this.#held = job.b;
    Atomics.store(this.#signals, csrSignals.state, asked);
    Atomics.notify(this.#signals, csrSignals.state);
    return true;
  }

  /** Waits until the job is done. False if it failed. */
  wait(): boolean {
    Atomics.wait(this.#signals, csrSignals.state, asked, patience);
    return this.isReady;
  }

  /** Reads the result of the last job. */
  read(out: Float32Array): void {
    out.set(new Float32Array(this.#memory, 0, out.length));
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #write(job: CsrJob): boolean {
    const withB = !isSameOperand(job.b, this.#held);
    try {
      this.#makeRoom(jobWords(job, withB));
      writeJob(job, withB, this.#signals, this.#memory);
      return true;
    } catch {
      return false; // no memory to be had
    }
  }

  #makeRoom(words: number): void {
    if (this.#memory.byteLength >= 4 * words) return;
    this.#memory = new SharedArrayBuffer(4 * Math.ceil(1.25 * words)); // the next rows may hold more values
    this.#worker.postMessage(this.#memory);
  }
}
