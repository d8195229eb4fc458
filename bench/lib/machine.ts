import { cpus, totalmem } from 'node:os';

/** One line about the machine and the versions that figures depend on. */
export function machine(): string {
  const cores = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const model = cores[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${cores.length} logical cores, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

function ticks(): { idle: number; all: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, time) => sum + Object.values(time).reduce((a, b) => a + b, 0), 0);
  return { idle, all };
}

/**
 * Adds up how idle the whole machine is while nothing of ours computes: near 1 on a quiet machine. Two threads against
 * two can't be compared on a busy one.
 */
export class IdleMeter {
  #idle = 0;
  #all = 0;

  /** Pauses for some milliseconds and watches. */
  async pause(milliseconds: number): Promise<void> {
    const before = ticks();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const after = ticks();
    this.#idle += after.idle - before.idle;
    this.#all += after.all - before.all;
  }

  get share(): number {
    return this.#idle / this.#all;
  }

  /** For people. */
  get text(): string {
    return `machine ${(100 * this.share).toFixed(0)} % idle between the rounds`;
  }
}
