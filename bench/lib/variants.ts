import { pythonFile } from './pythonEnv.js';
import type { Way } from './steppers.js';
import { startNodeWorker, startWorker, type Worker } from './worker.js';

/** One column of the table: a way to compute the step. */
export interface Variant {
  name: string;
  side: 'ours' | 'pytorch';
  /** Undefined: the default of the way. */
  threads: number | undefined;
  start(python: string): Worker;
}

function ours(name: string, way: Way, threads?: number): Variant {
  const args = [way, String(threads)];
  return { name, side: 'ours', threads, start: () => startNodeWorker('stepWorker.ts', args) };
}

function pytorch(name: string, kind: 'eager' | 'fused', threads: number): Variant {
  const count = String(threads);
  // OpenMP reads its number of threads once, before torch can set it.
  const env = { OMP_NUM_THREADS: count, MKL_NUM_THREADS: count };
  const args = [pythonFile('step_worker.py'), count, kind];
  return { name, side: 'pytorch', threads, start: (python) => startWorker(python, args, env) };
}

/** All variants, by the names that `--json` uses. */
export const variants = {
  compiled2: ours('compiled, 2 threads', 'compiled', 2),
  compiled1: ours('compiled, 1 thread', 'compiled', 1),
  wasm1: ours('tfjs wasm, 1 thread', 'wasm', 1),
  tensorflow: ours('tfjs-node', 'tensorflow'),
  eager2: pytorch('PyTorch eager, 2 threads', 'eager', 2),
  eager1: pytorch('PyTorch eager, 1 thread', 'eager', 1),
  fused2: pytorch('PyTorch fused Adam, 2 threads', 'fused', 2),
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;
