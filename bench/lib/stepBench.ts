import { join } from 'node:path';
import { readFloats } from './arrayFile.js';
import { IdleMeter } from './machine.js';
import { race } from './race.js';
import { relativeL2 } from './statistics.js';
import type { StepProblem } from './stepWorker.js';
import { withTemporaryFolder } from './temporaryFolder.js';
import { type VariantName, variants } from './variants.js';
import type { Worker } from './worker.js';

/** Available workers, by their variants' names. */
export type Workers = Map<VariantName, Worker>;

/** One problem's figures. */
export interface StepTimes {
  problem: StepProblem;
  /** Median milliseconds per step. */
  milliseconds: Map<VariantName, number>;
  /** Relative L2 distance of our first gradients from PyTorch's (eager, 1 thread). */
  gradients: Map<VariantName, number>;
  idle: IdleMeter;
}

/** Starts the workers of the variants that are installed. */
export async function startWorkers(names: readonly VariantName[], python: string): Promise<Workers> {
  const workers: Workers = new Map();
  for (const name of names) {
    const worker = variants[name].start(python);
    const { installed } = await worker.request<{ installed: boolean }>({ do: 'start' });
    if (installed) workers.set(name, worker);
    else await worker.close();
  }
  return workers;
}

/** Ends all workers. */
export async function closeWorkers(workers: Workers): Promise<void> {
  await Promise.all([...workers.values()].map((worker) => worker.close()));
}

async function firstGradients(worker: Worker, folder: string): Promise<Float32Array> {
  const to = join(folder, 'gradients.f32');
  await worker.request({ do: 'gradients', to });
  return readFloats(to);
}

/** Gives every worker the same weights and minibatches, and compares the first gradients. */
export async function openAll(
  workers: Workers,
  problem: StepProblem,
  folder: string,
): Promise<StepTimes['gradients']> {
  const ours = [...workers].filter(([name]) => variants[name].side === 'ours');
  const theirs = [...workers].filter(([name]) => variants[name].side === 'pytorch');
  const open = async ([, worker]: [VariantName, Worker]) => worker.request({ do: 'open', problem });
  for (const each of ours) await open(each);
  const written = await ours[0]![1].request<StepProblem & { weights: number[] }>({ do: 'write', folder });
  const { model, genes, size, weights } = written;
  for (const [, worker] of theirs) await worker.request({ do: 'open', folder, model, genes, size, weights });
  const differences: StepTimes['gradients'] = new Map();
  if (theirs.length === 0) return differences;
  const expected = await firstGradients(theirs[0]![1], folder);
  for (const each of ours) {
    differences.set(each[0], relativeL2(await firstGradients(each[1], folder), expected));
    await open(each);
  }
  return differences;
}

/** Times one problem on all workers, in turns. */
export async function timeSteps(workers: Workers, problem: StepProblem, rounds: number): Promise<StepTimes> {
  return withTemporaryFolder(async (folder) => {
    const idle = new IdleMeter();
    const gradients = await openAll(workers, problem, folder);
    return { problem, gradients, milliseconds: await race(workers, rounds, idle), idle };
  });
}
