import type * as threads from 'node:worker_threads';
import { inNode } from './inNode.js';

/**
 * Starts a thread that runs a function. Undefined outside Node, where there is one core only, and where threads
 * aren't allowed. The caller terminates it.
 *
 * @param body - Its text alone goes to the thread, so that it runs from TypeScript, from `dist` and in a bundle, without loading a
 *   file: it must use nothing that is defined outside of it.
 * @param workerData - What the function finds under that name.
 */
export function startThread(
  body: (module: typeof threads) => void,
  workerData: object,
): threads.Worker | undefined {
  const cores = inNode()
    ? globalThis.process.getBuiltinModule?.('node:os').availableParallelism()
    : undefined;
  if (cores === undefined || cores < 2) return undefined;
  const { Worker } = globalThis.process.getBuiltinModule('node:worker_threads');
  try {
    // tsx and esbuild may wrap inner functions in a call of `__name`.
    const source = `const __name = (fn) => fn;\n(${body})(require('node:worker_threads'));`;
    // Without the flags of this process, which may load much that the thread has no use for.
    return new Worker(source, { eval: true, execArgv: [], workerData });
  } catch {
    return undefined;
  }
}
