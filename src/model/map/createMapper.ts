import { isCsr } from '../../matrix/matrix.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { type Compile, wantedRuntime } from '../../onnx/wantedRuntime.js';
import { type WarningOptions, warnOnce } from '../../platform/warnings.js';
import type { CellMap, Mapper } from './cellMap.js';
import { compiledMapper } from './compiledMapper.js';
import { eagerMapper } from './eagerMapper.js';

/** How a call maps its cells, and where it sends warnings. */
export interface MapperOptions extends WarningOptions {
  /** The call, for messages. */
  call: string;
  /** As {@link CellOptions} has it. */
  compile: Compile;
}

/** With fewer cells, or fewer values of all cells, making a session takes longer than it saves. */
const [manyCells, manyValues] = [2048, 2 ** 23];
/** With fewer stored values a cell (and columns to make of them), sparse products by tfjs take less time than dense ones. */
const denseShare = 0.2;

function isWorthwhile({ cells: { x }, columns, sparse }: CellMap): boolean {
  const [cells, genes] = x.shape;
  if (cells < manyCells || cells * genes < manyValues) return false;
  return !sparse || !isCsr(x) || x.data.length / cells + columns >= genes * denseShare;
}

/**
 * What maps cells, `rows` at a time. The caller releases it.
 *
 * @throws Error if `compile` is true and onnxruntime isn't installed.
 */
export async function createMapper(
  job: CellMap,
  rows: number,
  { call, compile, onWarning }: MapperOptions,
): Promise<Mapper> {
  if (compile === 'auto' && !isWorthwhile(job)) return eagerMapper(job);
  const runtime = await wantedRuntime(call, compile);
  if (!runtime || rows === 0) return eagerMapper(job);
  try {
    return await compiledMapper(job, rows, runtime);
  } catch (error) {
    if (!(error instanceof UntraceableError)) throw error;
    warnOnce(`${call}: not compiled. ${error.message} It goes on uncompiled.`, { onWarning });
    return eagerMapper(job);
  }
}
