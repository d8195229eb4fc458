import { pythonEnv, pythonFile } from '../lib/pythonEnv.js';
import { runToEnd } from '../lib/runToEnd.js';
import { files } from './files.js';

const settings = {
  // All times are those of one thread.
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  NUMBA_NUM_THREADS: '1',
  // The process keeps memory between the steps of a fit, so that page faults don't count.
  MALLOC_MMAP_THRESHOLD_: '2000000000',
  MALLOC_TRIM_THRESHOLD_: '2000000000',
  // Nearly all of the time of scib-metrics goes into compiling kBET, once for every number of cells.
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
  JAX_COMPILATION_CACHE_DIR: files.compiled,
  JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
  JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES: '-1',
};

/** Runs one of the scripts of bench/python, on one thread; the environment is set up on first use. */
export async function python(script: string, ...args: string[]): Promise<void> {
  await runToEnd(await pythonEnv(pythonFile('requirements.txt')), [pythonFile(script), ...args], settings);
}
