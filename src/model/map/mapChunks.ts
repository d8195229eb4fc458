import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { sliceRows } from '../../matrix/sliceRows.js';
import { createBreather } from '../../platform/breathe.js';
import type { CellMap } from './cellMap.js';
import { createMapper, type MapperOptions } from './createMapper.js';
import { toModelScale } from './inputScale.js';

/** Cells per chunk: large enough for fast products, small enough for the wasm heap. */
const chunkSize = 1024;

/**
 * Maps cells to new rows, chunk by chunk, in order; never holds all cells dense or on the model's scale.
 *
 * @param options - Default: not compiled.
 * @returns [cells, columns]
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
    return { x: toModelScale(sliceRows(cells.x, from, end), cells.scale), from };
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
  return { data, shape: [count, columns] };
}
