import { isCsr } from '../../matrix/matrix.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { type Compile, wantedRuntime } from '../../onnx/wantedRuntime.js';
import { type WarningOptions, warnOnce } from '../../platform/warnings.js';
import { hasCsrProduct } from '../../wasm/sparse/wasmCsrMatMul.js';
import type { CellMap, Mapper } from './cellMap.js';
import { eagerMapper } from './eagerMapper.js';

/** How a call maps its cells, and where its warnings go. */
export interface MapperOptions extends WarningOptions {
  /** Name of the call, for messages. */
  call: string;
  /** See {@link CellOptions}. */
  compile: Compile;
  /** Asked before every chunk; throws if the call is to stop. */
  check?: () => void;
  /** See {@link CellOptions}. */
  onProgress?: ((done: number, cells: number) => void) | undefined;
}

/** With fewer cells, or fewer values in all, making a session takes longer than it saves. */
const [manyCells, manyValues] = [2048, 2 ** 23];
/** If fewer values per cell are stored (plus columns of the result), sparse products by tfjs take less time than dense ones. */
const denseShare = 0.2;

function isWorthwhile({ cells: { x }, columns, sparse }: CellMap): boolean {
  const [cells, genes] = x.shape;
  if (cells < manyCells || cells * genes < manyValues) return false;
  return !sparse || !isCsr(x) || x.data.length / cells + columns >= genes * denseShare;
}

/** With fewer stored values, starting a thread takes longer than it saves. */
const manyStored = 2 ** 22;

/** Maps by tfjs, where it pays with a second thread. Its code is loaded only then. */
async function uncompiledMapper(job: CellMap): Promise<Mapper> {
  const { x } = job.cells;
  const isLarge = isCsr(x) && x.data.length >= manyStored;
  if (!job.sparse || !isLarge || !hasCsrProduct()) return eagerMapper(job);
  const { threadedMapper } = await import('./threadedMapper.js');
  return threadedMapper(job);
}

/**
 * Makes the mapper of a call, for chunks of `rows` cells. The caller releases it.
 *
 * @throws Error if `compile` is true and onnxruntime isn't installed.
 */
export async function createMapper(
  job: CellMap,
  rows: number,
  { call, compile, onWarning }: MapperOptions,
): Promise<Mapper> {
  if (compile === 'auto' && !isWorthwhile(job)) return uncompiledMapper(job);
  const runtime = await wantedRuntime(call, compile);
  if (!runtime || rows === 0) return uncompiledMapper(job);
  const { compiledMapper } = await import('./compiledMapper.js');
  try {
    return await compiledMapper(job, rows, runtime);
  } catch (error) {
    if (!(error instanceof UntraceableError)) throw error;
    warnOnce(`${call}: not compiled. ${error.message} It goes on uncompiled.`, { onWarning });
    return uncompiledMapper(job);
  }
}
