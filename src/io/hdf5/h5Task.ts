import type { OnProgress } from '../../platform/checkpoint.js';
import type { OpenH5 } from './openH5.js';

/** What a task may take notice of. In a thread of its own, it is ended from outside, and has no signal. */
export interface TaskWatch {
  signal?: AbortSignal | undefined;
  onProgress?: OnProgress | undefined;
}

/** Reads an open file: here, or in a thread that loads the module of the task. */
export interface H5Task<Input, Output> {
  /** Name of its file and of its export. */
  readonly name: string;
  /** `import.meta.url` of its file. */
  readonly url: string;
  readonly run: (file: OpenH5, input: Input, watch: TaskWatch) => Output | Promise<Output>;
}

/**
 * Defines a task, to be exported from a file of the same name.
 *
 * @param run - Reads the file within calls of `file.part`. Input and output must be plain values, arrays and typed arrays.
 * @example
 * ```ts
 * export const readShape: H5Task<string, number[]> = h5Task(import.meta.url, 'readShape', ({ part, root }, path) =>
 *   part(() => root.get(path).shape));
 * const shape = await runH5(readShape, 'cells.h5ad', 'X', { caller: 'shapeOf' });
 * ```
 */
export function h5Task<Input, Output>(
  url: string,
  name: string,
  run: H5Task<Input, Output>['run'],
): H5Task<Input, Output> {
  return { name, url, run };
}
