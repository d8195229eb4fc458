import { type WarningOptions, warn } from '../../platform/warnings.js';
import { writeFile } from '../../platform/writeFile.js';
import type { CheckpointOptions } from './checkpointOptions.js';

const minute = 60_000;

/** Writes a run to its file: as often as asked for while it trains, and at its end. */
export class Keeper {
  readonly #path: string;
  readonly #every: number | { minutes: number };
  readonly #pack: () => Promise<ArrayBuffer>;
  readonly #warnings: WarningOptions;
  /** Number of epochs since the file was written, and when that was. */
  #epochs = 0;
  #written: number = performance.now();
  #failed = false;
  #last: Promise<unknown> = Promise.resolve();

  /** @param pack - Packs the run as it is after its last whole epoch. */
  constructor(
    { path, every = 1 }: CheckpointOptions,
    pack: () => Promise<ArrayBuffer>,
    warnings: WarningOptions,
  ) {
    this.#path = path;
    this.#every = every;
    this.#pack = pack;
    this.#warnings = warnings;
  }

  /** Call at the end of every epoch. A fault of the disk is a warning, and the next epoch tries again: training is worth more. */
  async epochDone(): Promise<void> {
    this.#epochs++;
    if (!this.#failed && !this.#isDue()) return;
    try {
      await this.write();
    } catch (error) {
      const { message } = error as Error;
      if (!this.#failed)
        warn(`fit: the checkpoint isn't up to date: ${message} Training goes on.`, this.#warnings);
      this.#failed = true;
    }
  }

  /** Writes the file now. */
  async write(): Promise<void> {
    const before = this.#last.catch(() => undefined);
    const writing = before.then(async () => writeFile(this.#path, new Uint8Array(await this.#pack())));
    this.#last = writing;
    await writing;
    this.#epochs = 0;
    this.#written = performance.now();
    this.#failed = false;
  }

  /** Writes the file unless it is up to date. */
  async flush(): Promise<void> {
    if (this.#epochs > 0) await this.write();
  }

  #isDue(): boolean {
    if (typeof this.#every === 'number') return this.#epochs >= this.#every;
    return performance.now() - this.#written >= this.#every.minutes * minute;
  }
}
