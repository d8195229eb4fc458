import * as tf from '@tensorflow/tfjs';
import { sharedCsrThread, useCsrThread } from '../backend/sharedCsrThread.js';
import { hasCsrProduct } from '../backend/wasmCsrMatMul.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';
import { type CellMap, knownOf, type Mapper, mapped } from './cellMap.js';

const tensorOf = ({ data, shape }: Matrix): tf.Tensor2D => tf.tensor2d(data, shape);

function apply(job: CellMap, chunk: Matrix | CsrMatrix, start: number): tf.Tensor2D {
  const x = job.sparse && isCsr(chunk) ? chunk : tensorOf(toDense(chunk));
  const known = knownOf(job, start, chunk.shape[0]).map(([name, rows]) => [name, tensorOf(rows)]);
  return mapped(job, x, Object.fromEntries(known));
}

/** With fewer stored values, starting a thread takes longer than it saves. */
const manyValues = 2 ** 22;

/** A second thread for the first layer, where that is what takes the time. */
function withThread({ sparse, cells: { x } }: CellMap): () => Promise<void> {
  const wanted = sparse && isCsr(x) && x.data.length >= manyValues && hasCsrProduct();
  return wanted ? useCsrThread() : async () => {};
}

/** Maps cells by tfjs. */
export const eagerMapper = (job: CellMap): Mapper => ({
  oneSize: false,
  run: async (chunk, start, target, next) => {
    if (next && isCsr(next)) sharedCsrThread()?.announce(next);
    const out = tf.tidy(() => apply(job, chunk, start));
    target.set((await out.data()) as Float32Array);
    out.dispose();
  },
  release: withThread(job),
});
