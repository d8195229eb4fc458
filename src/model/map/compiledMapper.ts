import type * as tf from '@tensorflow/tfjs';
import { copyRows } from '../../matrix/copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from '../../matrix/matrix.js';
import { encodeOnnx } from '../../onnx/encodeOnnx.js';
import type { Runtime } from '../../onnx/runtime.js';
import { createSession, type Session } from '../../onnx/session.js';
import { type Traceable, trace } from '../../record/trace.js';
import { withConstants } from '../../record/withConstants.js';
import { type CellMap, inputRows, type Mapper, mapped } from './cellMap.js';

async function compile(job: CellMap, rows: number, runtime: Runtime): Promise<Session> {
  const inputs = inputRows(job, 0, rows).map(([name, { shape }]) => [name, { shape }]);
  const fn: Traceable = ({ x, ...others }) => ({
    result: mapped(job, x as tf.Tensor2D, others as Record<string, tf.Tensor2D>),
  });
  const x = { shape: [rows, job.cells.x.shape[1]] };
  const graph = await withConstants(trace(fn, { x, ...Object.fromEntries(inputs) }));
  return createSession(runtime, encodeOnnx(graph, { withNotTensor: !runtime.web }));
}

/** Makes chunks dense. Dense chunks outside shared memory go to onnxruntime without a copy; all others reuse one array. */
function densely(rows: number): (chunk: Matrix | CsrMatrix) => Matrix {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  let room: Float32Array | undefined;
  return (chunk) => {
    if (!isCsr(chunk) && chunk.data.buffer instanceof ArrayBuffer) return chunk;
    room ??= new Float32Array(rows * chunk.shape[1]);
    return copyRows(chunk, all, room);
  };
}

/**
 * Maps cells by onnxruntime: one graph for chunks of `rows` cells, in which the variables are constants of their present value.
 *
 * @throws UntraceableError if the map can't be recorded.
 */
export async function compiledMapper(job: CellMap, rows: number, runtime: Runtime): Promise<Mapper> {
  const session = await compile(job, rows, runtime);
  const dense = densely(rows);
  return {
    oneSize: true,
    looksAhead: false,
    run: async (chunk, start, target) => {
      const inputs = Object.fromEntries(inputRows(job, start, rows));
      const all: Record<string, Matrix> = { ...inputs, x: dense(chunk) };
      // A graph drops the inputs that it doesn't read.
      const feeds = Object.fromEntries(session.inputs.map((name) => [name, all[name]!]));
      await session.runInto(feeds, { result: { data: target, shape: [rows, job.columns] } });
    },
    release: () => session.release(),
  };
}
