import type { IdleMeter } from './machine.js';
import { median } from './statistics.js';
import type { Worker } from './worker.js';

type Steps = { milliseconds: number[] };

/** Length of a worker's turn in milliseconds. */
const turn = 300;
/** Steps at the beginning of a turn that don't count, because the caches are cold. */
const warmUp = 5;

/** Number of steps that fill a turn, from the fastest of a few steps, which also warm up the worker. */
async function stepsInTurn(worker: Worker): Promise<number> {
  const { milliseconds } = await worker.request<Steps>({ do: 'steps', count: 3 });
  return warmUp + Math.max(2, Math.min(20, Math.round(turn / Math.min(...milliseconds))));
}

/**
 * Lets workers step in turns, round after round, so that other load on the machine slows all of them.
 *
 * @returns Median milliseconds per step, by the workers' names.
 */
export async function race<Name extends string>(
  workers: ReadonlyMap<Name, Worker>,
  rounds: number,
  idle: IdleMeter,
): Promise<Map<Name, number>> {
  const counts = new Map<Name, number>();
  const times = new Map<Name, number[]>();
  for (const [name, worker] of workers) counts.set(name, await stepsInTurn(worker));
  const order = [...workers];
  for (let round = 0; round < rounds; round++) {
    // Long enough for the threads of the previous worker to stop spinning.
    await idle.pause(100);
    for (const [name, worker] of order) {
      const { milliseconds } = await worker.request<Steps>({ do: 'steps', count: counts.get(name)! });
      times.set(name, [...(times.get(name) ?? []), ...milliseconds.slice(warmUp)]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // Reverses the order, because a worker that follows one with as many threads finds the cores awake.
    order.reverse();
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
