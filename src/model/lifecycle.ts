import { ensureBackend } from '../backend/ensureBackend.js';
import { failure, type ZbioError } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { trainFor } from '../train/epochs/trainFor.js';
import type { Assembly } from './assembly.js';
import { disposeSystem } from './buildRun.js';
import type { SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import type { PreparedFit } from './prepareFit.js';

const badState = (message: string): ZbioError => failure('ZBIO_BAD_STATE', message);

/**
 * Turns at something that many may read at once, but only one may change while nobody reads it. Readers come first: a reader
 * waits only while a change is under way, so that a reader may start another one without waiting for itself.
 */
class Turns {
  #readers = 0;
  #changing = false;
  #waiting: (() => void)[] = [];

  /** Runs a task that reads. If no change is under way, it begins at once. */
  async read<T>(task: () => Promise<T>): Promise<T> {
    while (this.#changing) await this.#next();
    this.#readers++;
    try {
      return await task();
    } finally {
      this.#readers--;
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

  /** Whether a task is under way. */
  get busy(): boolean {
    return this.#changing || this.#readers > 0;
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * The state of a model: new, training, fitted or disposed. Holds the fit, and refuses calls that come too early or too late.
 *
 * A new fit is trained aside and takes the place of the earlier one after its first whole epoch. From then on, an epoch and
 * the calls that read the weights take turns, so that a call sees the weights of a whole epoch. A fit that is disposed while
 * calls run is freed when they have stopped.
 */
export class Lifecycle<Parts extends Assembly> {
  #fitted: Fitted<Parts> | undefined;
  /** Options that a loaded file couldn't hold. */
  #missing: readonly string[] = [];
  #training = false;
  #disposed = false;
  readonly #turns = new Turns();
  readonly #disposal = new AbortController();

  /** Aborted by `dispose`: it stops calls that take long without reading the weights. */
  get disposal(): AbortSignal {
    return this.#disposal.signal;
  }

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
    if (this.#disposed) throw badState(`${call}: the model is disposed. Make or load a new one.`);
    if (this.#fitted) return this.#fitted;
    const [state, next] = this.#training
      ? ["isn't fitted yet: its first epoch is under way", 'Wait for fit, or call from onEpoch']
      : ["isn't fitted", 'Call fit first, or load a saved model'];
    throw badState(`${call}: the model ${state}. ${next}.`);
  }

  /** Throws if the model has been disposed while a call ran. */
  checkAlive(call: string): void {
    if (this.#disposed) throw badState(`${call}: the model was disposed while the call ran.`);
  }

  /**
   * Runs a call that reads the weights, on those of a whole epoch: it waits for the end of an epoch that is under way.
   *
   * @throws What `task` throws; Error before `fit`, after `dispose`, and if the model is disposed while the call runs.
   */
  async use<T>(call: string, task: (fitted: Fitted<Parts>) => Promise<T>): Promise<T> {
    this.require(call);
    try {
      return await this.#turns.read(async () => {
        this.checkAlive(call);
        const result = await task(this.require(call));
        this.checkAlive(call);
        return result;
      });
    } catch (error) {
      this.checkAlive(call);
      throw error;
    } finally {
      this.#settle();
    }
  }

  /** Takes over a fit that was read from a file. */
  adopt(fitted: Fitted<Parts>, missing: readonly string[]): void {
    this.#replace(fitted);
    this.#missing = missing;
  }

  /**
   * Trains and yields the record of each epoch. Leaving the loop, or an abort, leaves a fit that is usable and resumable; before
   * the end of the first epoch, the earlier fit.
   */
  async *train(
    options: SystemFitOptions,
    prepare: (earlier: Fitted<Parts> | undefined) => Promise<PreparedFit<Parts>>,
  ): AsyncGenerator<EpochRecord, void> {
    this.#checkFree();
    const earlier = options.resume ? this.require('fit, resume') : undefined;
    this.#checkWhole();
    this.#training = true;
    let fitted: Fitted<Parts> | undefined;
    try {
      await ensureBackend();
      const prepared = await prepare(earlier);
      fitted = prepared.fitted;
      yield* this.#epochs(prepared, options);
    } catch (error) {
      this.checkAlive('fit');
      throw error;
    } finally {
      this.#training = false;
      if (fitted && fitted !== this.#fitted) disposeSystem(fitted);
      this.#settle();
    }
  }

  /** Stops running calls and frees the fit. Afterwards every call throws. */
  dispose(): void {
    this.#disposed = true;
    this.#disposal.abort();
    this.#settle();
  }

  async *#epochs(
    { job, fitted }: PreparedFit<Parts>,
    options: SystemFitOptions,
  ): AsyncGenerator<EpochRecord, void> {
    const epochs = trainFor({ ...job, signal: this.#stopOf(options) }, options);
    try {
      let next = await this.#epoch(fitted, () => epochs.next());
      while (!next.done) {
        await options.onEpoch?.(next.value);
        yield next.value;
        next = await this.#epoch(fitted, () => epochs.next());
      }
    } finally {
      await epochs.return();
      if (fitted === this.#fitted && !this.#disposed) {
        await this.#turns.change(async () => fitted.assembly.finish?.(job.set));
      }
    }
  }

  /** Stops training within an epoch, at the next step. */
  #stopOf({ signal }: SystemFitOptions): Pick<AbortSignal, 'throwIfAborted'> {
    return {
      throwIfAborted: () => {
        signal?.throwIfAborted();
        this.checkAlive('fit');
      },
    };
  }

  /** Runs one epoch: in turn with the calls that read its fit, or aside if the fit isn't there for them yet. */
  async #epoch<T>(fitted: Fitted<Parts>, run: () => Promise<T>): Promise<T> {
    const alive = (): Promise<T> => {
      this.checkAlive('fit');
      return run();
    };
    if (fitted === this.#fitted) return this.#turns.change(alive);
    const result = await alive();
    this.checkAlive('fit');
    if (fitted.run.epoch > 0) await this.#turns.change(async () => this.#replace(fitted));
    return result;
  }

  #checkFree(): void {
    if (this.#disposed) throw badState('fit: the model is disposed. Make a new one.');
    if (!this.#training) return;
    throw badState(
      'fit: the model is already training. Wait until it is done, or abort it through its signal.',
    );
  }

  /** Throws unless the model has all its options: without them it would be trained in another way than it was made for. */
  #checkWhole(): void {
    if (this.#missing.length === 0) return;
    const names = listed(this.#missing);
    throw badState(`fit: the file couldn't hold ${names}. Give them to load: load(file, { ${names} }).`);
  }

  #replace(fitted: Fitted<Parts> | undefined): void {
    if (this.#fitted && this.#fitted !== fitted) disposeSystem(this.#fitted);
    this.#fitted = fitted;
    this.#missing = [];
  }

  /** Frees the fit of a disposed model once no call uses it. */
  #settle(): void {
    if (this.#disposed && !this.#turns.busy) this.#replace(undefined);
  }
}
