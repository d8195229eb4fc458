import * as tf from '@tensorflow/tfjs';
import { type CsrMatrix, isCsr, type Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { sharedCsrThread, useCsrThread } from '../../wasm/sparse/sharedCsrThread.js';
import { hasCsrProduct } from '../../wasm/sparse/wasmCsrMatMul.js';
import { type CellMap, inputRows, type Mapper, mapped } from './cellMap.js';

type Chunk = Matrix | CsrMatrix;

const tensorOf = ({ data, shape }: Matrix): tf.Tensor2D => tf.tensor2d(data, shape);

function apply(job: CellMap, chunk: Chunk, start: number): tf.Tensor2D {
  const x = job.sparse && isCsr(chunk) ? chunk : tensorOf(toDense(chunk));
  const inputs = inputRows(job, start, chunk.shape[0]).map(([name, rows]) => [name, tensorOf(rows)]);
  return mapped(job, x, Object.fromEntries(inputs));
}

async function run(job: CellMap, chunk: Chunk, start: number, target: Float32Array): Promise<void> {
  const out = tf.tidy(() => apply(job, chunk, start));
  target.set((await out.data()) as Float32Array);
  out.dispose();
}

/** With fewer stored values, starting a thread takes longer than it saves. */
const manyValues = 2 ** 22;

/** Uses a second thread for the sparse product of the first layer: it works on the next chunk while this one is finished. */
function threadedMapper(job: CellMap): Mapper {
  const endUse = useCsrThread();
  const forget = (chunk: Chunk | undefined): boolean =>
    sharedCsrThread()?.forget(chunk as CsrMatrix) ?? false;
  let upcoming: Chunk | undefined;
  let ahead = true;
  return {
    oneSize: false,
    looksAhead: true,
    run: async (chunk, start, target, next) => {
      upcoming = next;
      if (ahead && next) sharedCsrThread()?.announce(next as CsrMatrix);
      try {
        await run(job, chunk, start, target);
      } finally {
        // If the map didn't take the product (it multiplies other matrices than its chunks), working ahead is useless.
        if (forget(chunk)) ahead = false;
      }
    },
    release: async () => {
      forget(upcoming);
      await endUse();
    },
  };
}

/** Maps cells by tfjs. */
export function eagerMapper(job: CellMap): Mapper {
  const { sparse, cells } = job;
  const isLarge = isCsr(cells.x) && cells.x.data.length >= manyValues;
  if (sparse && isLarge && hasCsrProduct()) return threadedMapper(job);
  return {
    oneSize: false,
    looksAhead: false,
    run: (chunk, start, target) => run(job, chunk, start, target),
    release: async () => {},
  };
}
