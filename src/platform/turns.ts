/**
 * Turns at something that many may read at once, but only one may change while nobody reads it. Readers come first: a reader
 * waits only while a change is under way, so that a reader may start another one without waiting for itself.
 */
export class Turns {
  #readers = 0;
  /** Those that read or wait to read. */
  #callers = 0;
  #changing = false;
  #waiting: (() => void)[] = [];

  /** Runs a task that reads. If no change is under way, it begins at once. */
  async read<T>(task: () => Promise<T>): Promise<T> {
    this.#callers++;
    while (this.#changing) await this.#next();
    this.#readers++;
    try {
      return await task();
    } finally {
      this.#readers--;
      this.#callers--;
      this.#wake();
    }
  }

  /** Runs a task that changes what others read, once nobody reads it. */
  async change<T>(task: () => Promise<T>): Promise<T> {
    while (this.#changing || this.#readers > 0) await this.#next();
    this.#changing = true;
    try {
      return await task();
    } finally {
      this.#changing = false;
      this.#wake();
    }
  }

  /** Whether a task is under way, or waits to read. */
  get busy(): boolean {
    return this.#changing || this.#callers > 0;
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
