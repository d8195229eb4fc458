import { startThread } from '../../platform/startThread.js';
import { kernelModule } from '../simd/loadKernels.js';
import { type Csr, type CsrJob, isSameOperand, jobWords, type RightOperand, writeJob } from './csrJob.js';
import { type CsrThreadData, csrSignals, csrStates, csrThreadWorker } from './csrThreadWorker.js';

/** The last rows of a product, which a thread computes. */
export interface RowsUnderWay {
  /** The first of them. */
  from: number;
  /** Waits for them and writes them. False if there are none to be had. */
  finish(out: Float32Array): boolean;
}

/** A second thread that computes some rows of a product X·B while this one does other things. */
export interface CsrThread {
  /**
   * Says which matrix comes after the next one: its product with the same B is begun as soon as the thread is free. It must then
   * be asked for (`begin`) or forgotten.
   */
  announce(x: Csr): void;
  /** Says that a matrix won't be asked for. True if it was still expected. */
  forget(x: Csr | undefined): boolean;
  /** The last rows of X·B. Undefined if it is busy or not ready, or the product is too small to be shared. */
  begin(x: Csr, b: RightOperand): RowsUnderWay | undefined;
  close(): Promise<void>;
}

type Begun = CsrJob & { began: number };

const { ready, asked } = csrStates;
/** Multiplications below which a product is done sooner than a thread is woken. */
const smallest = 2 ** 21;
/** Milliseconds, more than any share of a product takes. */
const patience = 10_000;

/** The share that lets both threads end at the same time, half-way from the last one. */
function balanced(share: number, mine: number, its: number): number {
  const [mySpeed, itsSpeed] = [(1 - share) / mine, share / Math.max(its, 1e-3)];
  return Math.min(0.95, Math.max(0.05, (share + itsSpeed / (mySpeed + itsSpeed)) / 2));
}

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

/**
 * Starts a thread for products of sparse matrices, which is ready some 30 ms later. Undefined where there is none to be had:
 * outside Node, on a single core, without SIMD. The caller closes it.
 */
export function startCsrThread(): CsrThread | undefined {
  const kernels = mayWait() ? kernelModule() : undefined;
  const signals = kernels && new Int32Array(new SharedArrayBuffer(4 * Object.keys(csrSignals).length));
  const worker = signals && startThread(csrThreadWorker, dataFor(kernels, signals));
  if (!worker) return undefined;
  worker.unref();
  worker.on('error', () => {}); // its rows are computed here then
  let memory = new SharedArrayBuffer(0);
  let [held, announced, underWay]: [RightOperand?, Csr?, Begun?] = [];
  let share = 0.5;
  const isReady = (): boolean => Atomics.load(signals, csrSignals.state) === ready;

  const makeRoom = (words: number): void => {
    if (memory.byteLength >= 4 * words) return;
    memory = new SharedArrayBuffer(4 * Math.ceil(1.25 * words)); // the next rows may hold more values
    worker.postMessage(memory);
  };
  const write = (job: CsrJob): boolean => {
    const withB = !isSameOperand(job.b, held);
    try {
      makeRoom(jobWords(job, withB));
      writeJob(job, withB, signals, memory);
      return true;
    } catch {
      return false; // no memory to be had
    }
  };
  const start = (x: Csr, b: RightOperand): Begun | undefined => {
    const [rows, inner] = x.shape;
    const from = Math.round(rows * (1 - share));
    const isSmall = from === rows || x.data.length * b.columns < smallest;
    if (!isReady() || isSmall || inner !== b.inner || !write({ x, b, from })) return undefined;
    held = b;
    Atomics.store(signals, csrSignals.state, asked);
    Atomics.notify(signals, csrSignals.state);
    return { x, b, from, began: performance.now() };
  };
  const wait = ({ began }: Begun): boolean => {
    const mine = performance.now() - began;
    Atomics.wait(signals, csrSignals.state, asked, patience);
    underWay = undefined;
    if (!isReady()) return false;
    share = balanced(share, mine, signals[csrSignals.time]! / 1000);
    return true;
  };
  const finish = (job: Begun, out: Float32Array): boolean => {
    if (!wait(job)) return false;
    out.set(new Float32Array(memory, 0, out.length));
    if (announced) underWay = start(announced, job.b);
    announced = undefined;
    return true;
  };
  return {
    announce: (x) => {
      announced = x;
    },
    forget: (x) => {
      if (!x || (announced !== x && underWay?.x !== x)) return false;
      if (announced === x) announced = undefined;
      else wait(underWay!);
      return true;
    },
    begin: (x, b) => {
      if (announced === x) announced = undefined;
      if (underWay?.x === x && !isSameOperand(b, underWay.b)) wait(underWay); // B has changed since
      underWay ??= start(x, b);
      const job = underWay;
      return job?.x === x ? { from: job.from, finish: (out) => finish(job, out) } : undefined;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
