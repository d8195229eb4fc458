import type { Worker } from 'node:worker_threads';
import { inNode } from './inNode.js';

/**
 * Starts a thread that runs a script, given as text. Undefined outside Node, where there is one core only, and where threads
 * aren't allowed. The caller terminates it.
 *
 * @param workerData - What the script gets.
 */
export function startThread(source: string, workerData: object): Worker | undefined {
  const cores = inNode() ? process.getBuiltinModule?.('node:os').availableParallelism() : undefined;
  if (cores === undefined || cores < 2) return undefined;
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  try {
    // Without the flags of this process, which may load much that the thread has no use for.
    return new Worker(source, { eval: true, execArgv: [], workerData });
  } catch {
    return undefined;
  }
}
