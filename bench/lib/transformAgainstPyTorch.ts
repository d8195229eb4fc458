import { IdleMeter } from './machine.js';
import { pythonEnv, pythonFile } from './pythonEnv.js';
import { median } from './statistics.js';
import type { Way } from './steppers.js';
import { withTemporaryFolder } from './temporaryFolder.js';
import { startNodeWorker, startWorker, type Worker } from './worker.js';

/** Seconds of a whole transform for each side, and the distance of the results from the first side's. */
export interface TransformFigures {
  seconds: Map<string, number>;
  difference: number;
  idle: string;
}

const rounds = 3;

const ours = (way: Way): Worker => startNodeWorker('transformWorker.ts', [way]);
const theirs = (python: string, threads: string): Worker =>
  startWorker(python, [pythonFile('transform_worker.py'), threads], { OMP_NUM_THREADS: threads });

async function opened(all: [string, Worker][], message: object): Promise<[string, Worker][]> {
  const there: [string, Worker][] = [];
  for (const [name, worker] of all) {
    const { installed } = await worker.request<{ installed: boolean }>(message);
    if (installed) there.push([name, worker]);
    else await worker.close();
  }
  return there;
}

async function timed(workers: [string, Worker][]): Promise<TransformFigures> {
  const idle = new IdleMeter();
  const seconds = new Map<string, number[]>();
  let sums: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await idle.pause(300);
    sums = [];
    for (const [name, worker] of workers) {
      const answer = await worker.request<{ seconds: number; sum: number }>({ do: 'transform' });
      seconds.set(name, [...(seconds.get(name) ?? []), answer.seconds]);
      sums.push(answer.sum);
    }
  }
  const difference = Math.max(...sums.map((sum) => Math.abs(sum / sums[0]! - 1)));
  const medians = new Map([...seconds].map(([name, all]) => [name, median(all)]));
  return { seconds: medians, difference, idle: idle.text };
}

/** Times `transform` of the default on random CSR cells and the same encoder in PyTorch, in turns. */
export async function transformAgainstPyTorch(cells: number, genes: number): Promise<TransformFigures> {
  const python = await pythonEnv(pythonFile('requirements-speed.txt'));
  return withTemporaryFolder(async (folder) => {
    const message = { do: 'open', cells, genes, folder };
    const workers = [
      ...(await opened(
        [
          ['zbio (by itself: tfjs wasm)', ours('wasm')],
          ['zbio, compile: true', ours('compiled')],
        ],
        message,
      )),
      ...(await opened(
        [
          ['PyTorch, 2 threads', theirs(python, '2')],
          ['PyTorch, 1 thread', theirs(python, '1')],
        ],
        message,
      )),
    ];
    const figures = await timed(workers);
    await Promise.all(workers.map(([, worker]) => worker.close()));
    return figures;
  });
}
