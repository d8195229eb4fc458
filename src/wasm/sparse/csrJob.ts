import { csrSignals } from './csrThreadWorker.js';
import type { Csr, RightOperand } from './operands.js';

/** The rows of a product X·B from one on. */
export interface CsrJob {
  x: Csr;
  b: RightOperand;
  from: number;
}

/** Where the values of a job's first row begin, and how many there are. */
const storedOf = ({ x, from }: CsrJob): [start: number, count: number] => {
  const start = x.indptr[from]!;
  return [start, x.data.length - start];
};

/** Words of shared memory that a job needs: for its arrays, and afterwards for its result in their place. */
export function jobWords(job: CsrJob, withB: boolean): number {
  const { x, b, from } = job;
  const rows = x.shape[0] - from;
  const inputs = rows + 1 + 2 * storedOf(job)[1] + (withB ? b.inner * b.columns : 0);
  return Math.max(inputs, rows * b.columns);
}

/** Writes a job where the thread finds it: its sizes among the signals, its arrays into shared memory, B if wanted. */
export function writeJob(job: CsrJob, withB: boolean, signals: Int32Array, memory: SharedArrayBuffer): void {
  const { x, b, from } = job;
  const [start, count] = storedOf(job);
  const sizes = {
    ...{ rows: x.shape[0] - from, inner: x.shape[1], columns: b.columns },
    ...{ start, stored: count, withB: Number(withB) },
  };
  for (const [name, size] of Object.entries(sizes)) signals[csrSignals[name as keyof typeof sizes]] = size;
  const parts = [x.indptr.subarray(from), x.indices.subarray(start), x.data.subarray(start)];
  let at = 0;
  for (const part of withB ? [...parts, b.values] : parts) {
    const words = part instanceof Int32Array ? new Int32Array(memory) : new Float32Array(memory);
    words.set(part, at);
    at += part.length;
  }
}
