import * as tf from '@tensorflow/tfjs';
import { type CsrMatrix, isCsr, type Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { type CellMap, inputRows, type Mapper, mapped } from './cellMap.js';

const tensorOf = ({ data, shape }: Matrix): tf.Tensor2D => tf.tensor2d(data, shape);

function apply(job: CellMap, chunk: Matrix | CsrMatrix, start: number): tf.Tensor2D {
  const x = job.sparse && isCsr(chunk) ? chunk : tensorOf(toDense(chunk));
  const inputs = inputRows(job, start, chunk.shape[0]).map(([name, rows]) => [name, tensorOf(rows)]);
  return mapped(job, x, Object.fromEntries(inputs));
}

/** Maps cells by tfjs. */
export function eagerMapper(job: CellMap): Mapper {
  return {
    oneSize: false,
    looksAhead: false,
    run: async (chunk, start, target) => {
      const out = tf.tidy(() => apply(job, chunk, start));
      target.set((await out.data()) as Float32Array);
      out.dispose();
    },
    release: async () => {},
  };
}
