import { ensureBackend } from '../backend/ensureBackend.js';
import { failure } from '../check/errors.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { trainFor } from '../train/epochs/trainFor.js';
import type { Assembly } from './assembly.js';
import { disposeSystem } from './buildRun.js';
import type { SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import type { PreparedFit } from './prepareFit.js';

/** The state of a model: new, training, fitted or disposed. Holds the fit, and refuses calls that come too early or too late. */
export class Lifecycle<Parts extends Assembly> {
  #fitted: Fitted<Parts> | undefined;
  /** Options that a loaded file couldn't hold. */
  #missing: readonly string[] = [];
  #training = false;
  #disposed = false;

  /** The fit; undefined before `fit`. */
  get fitted(): Fitted<Parts> | undefined {
    return this.#fitted;
  }

  /** Options that a loaded file couldn't hold: without them the model can be used, but not trained. */
  get missing(): readonly string[] {
    return this.#missing;
  }

  /** The fit. Throws before `fit` and after `dispose`; the message names the call. */
  require(call: string): Fitted<Parts> {
    if (this.#disposed)
      throw failure('ZBIO_BAD_STATE', `${call}: the model is disposed. Make or load a new one.`);
    if (!this.#fitted)
      throw failure(
        'ZBIO_BAD_STATE',
        `${call}: the model isn't fitted. Call fit first, or load a saved model.`,
      );
    return this.#fitted;
  }

  /** Takes over a fit that was read from a file. */
  adopt(fitted: Fitted<Parts>, missing: readonly string[]): void {
    this.#replace(fitted);
    this.#missing = missing;
  }

  /** Trains and yields the record of each epoch. Leaving the loop, or an abort, leaves a fit that is usable and resumable. */
  async *train(
    options: SystemFitOptions,
    prepare: (earlier: Fitted<Parts> | undefined) => Promise<PreparedFit<Parts>>,
  ): AsyncGenerator<EpochRecord, void> {
    this.#checkFree();
    this.#training = true;
    try {
      await ensureBackend();
      this.#checkWhole();
      const { job, fitted } = await prepare(options.resume ? this.require('fit, resume') : undefined);
      this.#replace(fitted);
      try {
        for await (const record of trainFor(job, options)) {
          await options.onEpoch?.(record);
          yield record;
        }
      } finally {
        if (fitted.run.epoch === 0) this.#replace(undefined);
        else await fitted.assembly.finish?.(job.set);
      }
    } finally {
      this.#training = false;
    }
  }

  /** Frees the fit. Afterwards every call throws. */
  dispose(): void {
    this.#replace(undefined);
    this.#disposed = true;
  }

  #checkFree(): void {
    if (this.#disposed) throw failure('ZBIO_BAD_STATE', 'fit: the model is disposed. Make a new one.');
    if (this.#training)
      throw failure(
        'ZBIO_BAD_STATE',
        'fit: the model is already training. Wait until it is done, or abort it through its signal.',
      );
  }

  /** Throws unless the model has all its options: without them it would be trained in another way than it was made for. */
  #checkWhole(): void {
    if (this.#missing.length === 0) return;
    const names = this.#missing.join(', ');
    throw failure(
      'ZBIO_BAD_STATE',
      `fit: the file couldn't hold ${names}. Give them to load: load(file, { ${names} }).`,
    );
  }

  #replace(fitted: Fitted<Parts> | undefined): void {
    if (this.#fitted && this.#fitted !== fitted) disposeSystem(this.#fitted);
    this.#fitted = fitted;
    this.#missing = [];
  }
}
