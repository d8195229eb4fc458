import type { IdleMeter } from './machine.js';
import { median } from './statistics.js';
import type { Worker } from './worker.js';

type Steps = { milliseconds: number[] };

/** Milliseconds that a worker steps before the next one's turn. */
const turn = 300;
/** Steps at the beginning of a turn that don't count: caches have forgotten the worker meanwhile. */
const warmUp = 5;

/** How many steps fill a turn, from the fastest of a few; they warm up as well. */
async function stepsInTurn(worker: Worker): Promise<number> {
  const { milliseconds } = await worker.request<Steps>({ do: 'steps', count: 3 });
  return warmUp + Math.max(2, Math.min(20, Math.round(turn / Math.min(...milliseconds))));
}

/**
 * Lets workers step in turn, round after round, so that whatever else slows the machine down slows all of them.
 *
 * @returns Median milliseconds of a step, by the workers' names.
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
    // Long enough for the threads of the one before to stop spinning.
    await idle.pause(100);
    for (const [name, worker] of order) {
      const { milliseconds } = await worker.request<Steps>({ do: 'steps', count: counts.get(name)! });
      times.set(name, [...(times.get(name) ?? []), ...milliseconds.slice(warmUp)]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // Forth and back: whoever comes after one with as many threads finds the cores awake.
    order.reverse();
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
