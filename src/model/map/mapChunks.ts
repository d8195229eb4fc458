import { allFinite } from '../../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { sliceRows } from '../../matrix/sliceRows.js';
import { createBreather } from '../../platform/breathe.js';
import type { CellMap } from './cellMap.js';
import { createMapper, type MapperOptions } from './createMapper.js';
import { type InputCells, toModelScale } from './inputScale.js';

/** Cells per chunk: large enough for fast products, small enough for the wasm heap. */
const chunkSize = 1024;

/** Returns the result if all of it is finite. */
export async function checkResult(
  result: Matrix,
  { x }: Pick<InputCells, 'x'>,
  { call }: Pick<MapperOptions, 'call'>,
): Promise<Matrix> {
  if (allFinite(result.data)) return result;
  const { notFinite } = await import('./notFinite.js');
  throw notFinite(call, x, result);
}

/**
 * Maps cells to new rows, chunk by chunk, in order; never holds all cells dense or on the model's scale.
 *
 * @param options - Default: not compiled.
 * @returns [cells, columns]
 * @throws Error (`ZBIO_BAD_NUMBERS`) that names the cells whose result isn't finite.
 */
export async function mapChunks(
  job: CellMap,
  options: MapperOptions = { call: '', compile: false },
): Promise<Matrix> {
  const { cells, columns } = job;
  const count = cells.x.shape[0];
  const rows = Math.min(chunkSize, count);
  const data = new Float32Array(count * columns);
  const mapper = await createMapper(job, rows, options);
  const breathe = createBreather();
  const chunkFrom = (start: number): { x: Matrix | CsrMatrix; from: number } | undefined => {
    if (start >= count) return undefined;
    const end = Math.min(start + chunkSize, count);
    // The last chunk reaches back: computing its first rows again takes less time than compiling a graph for its size.
    const from = mapper.oneSize ? end - rows : start;
    return { x: toModelScale({ ...cells, x: sliceRows(cells.x, from, end) }), from };
  };
  try {
    let next: ReturnType<typeof chunkFrom>;
    for (let start = 0; start < count; start += chunkSize) {
      options.check?.();
      const chunk = next ?? chunkFrom(start)!;
      next = mapper.looksAhead ? chunkFrom(start + chunkSize) : undefined;
      const target = data.subarray(chunk.from * columns, (chunk.from + chunk.x.shape[0]) * columns);
      await mapper.run(chunk.x, chunk.from, target, next?.x);
      options.onProgress?.(chunk.from + chunk.x.shape[0], count);
      await breathe();
    }
  } finally {
    await mapper.release();
  }
  return checkResult({ data, shape: [count, columns] }, cells, options);
}
