import { cpus, totalmem } from 'node:os';

/** One line on the machine and the versions that affect the figures. */
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
 * Measures the idle share of the whole machine while our code is idle: near 1 on a quiet machine. On a busy machine, figures
 * for two threads can't be compared.
 */
export class IdleMeter {
  #idle = 0;
  #all = 0;

  /** Pauses for some milliseconds and measures. */
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

  /** The share as text. */
  get text(): string {
    return `machine ${(100 * this.share).toFixed(0)} % idle between the rounds`;
  }
}
