import { failure } from '../../check/errors.js';
import { onStopSignal } from '../../platform/stopSignals.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { Keeper } from './keeper.js';

/**
 * A fit whose run is kept in a file: signals that end the process stop it at its next step, and the file is written before the
 * process ends.
 */
export class KeptFit {
  readonly #keeper: Keeper;
  readonly #path: string;
  readonly #warnings: WarningOptions;
  readonly #release: () => void;
  readonly #closed: Promise<void>;
  #resolve: () => void = () => undefined;
  #stopped: Error | undefined;
  #closing = false;
  /** Whether code of the caller runs, which may take any time: between two epochs. */
  #resting = false;
  /** Whether the model is that of this run, so that the file may take it. */
  began = false;

  constructor(keeper: Keeper, path: string, warnings: WarningOptions) {
    this.#keeper = keeper;
    this.#path = path;
    this.#warnings = warnings;
    this.#closed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#release = onStopSignal((signal) => this.#stop(signal));
  }

  /** Throws if a signal has stopped the fit. */
  throwIfStopped(): void {
    if (this.#stopped) throw this.#stopped;
  }

  /** Keeps an epoch that has ended. */
  async epochDone(): Promise<void> {
    this.began = true;
    await this.#keeper.epochDone();
    this.throwIfStopped();
  }

  /** Call when code of the caller begins to run. Returns a function to call when it has ended. */
  rest(): () => void {
    this.#resting = true;
    return () => {
      this.#resting = false;
    };
  }

  /**
   * Ends the fit: the file holds the model as it is left. Only the first call does something.
   *
   * @param error - Why the fit failed; a file that can't be written is then a warning, else an error.
   */
  async close(error?: unknown): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    try {
      if (this.began) await this.#keeper.write();
    } catch (cause) {
      const message = `fit: the checkpoint '${this.#path}' doesn't hold the end of the run: ${(cause as Error).message}`;
      if (!error) {
        throw failure('ZBIO_BAD_PATH', `${message} The model is trained: save it elsewhere.`, { cause });
      }
      warn(message, this.#warnings);
    } finally {
      this.#release();
      this.#resolve();
    }
  }

  /** Stops the fit. Resolves when the file is written. */
  async #stop(signal: NodeJS.Signals): Promise<void> {
    const next = this.began
      ? `The run is in '${this.#path}': go on with resume: true.`
      : 'No epoch is done yet.';
    this.#stopped = new DOMException(`fit: stopped by ${signal}. ${next}`, 'AbortError');
    await (this.#resting ? this.#keeper.flush() : this.#closed);
  }
}
