import { ensureBackend } from '../backend/ensureBackend.js';
import { failure, type ZbioError } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { Turns } from '../platform/turns.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { trainFor } from '../train/epochs/trainFor.js';
import { type Assembly, biologyOf } from './assembly.js';
import { disposeSystem } from './buildRun.js';
import type { SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import type { PreparedFit } from './prepareFit.js';
import { firstNormOf } from './withMaps.js';

const badState = (message: string): ZbioError => failure('ZBIO_BAD_STATE', message);

/** What a call needs besides the weights, see {@link Lifecycle.use}. */
interface UseOptions {
  /** Whether it may read the statistics of the training cells, which are computed at need while training; default true. */
  statistics?: boolean;
  /** Whether it ends as if nothing were the matter if the model is disposed meanwhile; default false: it rejects. */
  outlives?: boolean;
}

/** What the option `checkpoint` adds to training. */
export interface Keeping<Parts extends Assembly> {
  /** Asked before every minibatch: throws to stop. */
  fit: { throwIfStopped(): void };
  /** When a new model is to resume: builds the run in the file, if there is one. */
  restore?: () => Promise<Fitted<Parts> | undefined>;
}

/** Trains with these options. */
export type Train<Parts extends Assembly> = (
  options: SystemFitOptions,
  keeping?: Keeping<Parts>,
) => AsyncGenerator<EpochRecord, void>;

/** What the statistics are computed from. */
type StatisticsJob = Pick<PreparedFit['job'], 'set' | 'seed'>;

/** Computes the statistics of the training cells for the present weights, and what the model remembers of them. */
async function finish(fitted: Fitted, { set, seed }: StatisticsJob): Promise<void> {
  const { assembly, plan } = fitted;
  await assembly.finish?.(set);
  delete fitted.memory;
  if (plan.memory === 0 || !assembly.extension || !firstNormOf(assembly)) return;
  const { rememberCells } = await import('./extend/rememberCells.js');
  const remembered = { latent: biologyOf(assembly), size: plan.memory ?? 0, seed };
  fitted.memory = await rememberCells(assembly.extension, set.x, remembered);
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
  /** While training: computes the statistics of the training cells for the weights of the last epoch, once. */
  #statistics: (() => Promise<void>) | undefined;
  readonly #turns = new Turns();
  readonly #disposal = new AbortController();

  /** Aborted by `dispose`: it stops calls that take long without reading the weights. */
  get disposal(): AbortSignal {
    return this.#disposal.signal;
  }

  /** Whether `dispose` was called. */
  get disposed(): boolean {
    return this.#disposed;
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
  async use<T>(
    call: string,
    task: (fitted: Fitted<Parts>) => Promise<T>,
    { statistics = true, outlives = false }: UseOptions = {},
  ): Promise<T> {
    this.require(call);
    const checkAlive = (): void => {
      if (!outlives) this.checkAlive(call);
    };
    try {
      return await this.#turns.read(async () => {
        checkAlive();
        if (statistics) await this.#statistics?.();
        const result = await task(this.#fitted!);
        checkAlive();
        return result;
      });
    } catch (error) {
      checkAlive();
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
    keeping?: Keeping<Parts>,
  ): AsyncGenerator<EpochRecord, void> {
    this.#checkFree();
    const own =
      options.resume && (this.#fitted || !keeping?.restore) ? this.require('fit, resume') : undefined;
    this.#checkWhole();
    this.#training = true;
    let fitted: Fitted<Parts> | undefined;
    try {
      await ensureBackend();
      if (!own) fitted = await keeping?.restore?.();
      const restored = fitted;
      const prepared = await prepare(own ?? restored);
      this.checkAlive('fit');
      if (restored) this.#replace(restored);
      fitted = prepared.fitted;
      yield* this.#epochs(prepared, options, keeping);
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
    keeping: Keeping<Parts> | undefined,
  ): AsyncGenerator<EpochRecord, void> {
    const epochs = trainFor({ ...job, signal: this.#stopOf(options, keeping) }, options);
    const epoch = () => this.#epoch(fitted, job, () => epochs.next());
    try {
      let next = await epoch();
      while (!next.done) {
        await options.onEpoch?.(next.value);
        yield next.value;
        next = await epoch();
      }
    } finally {
      await this.#end(fitted, job, epochs);
    }
  }

  /** Ends training: the best epoch is in use, and the statistics are those of its weights. */
  async #end(
    fitted: Fitted<Parts>,
    job: StatisticsJob,
    epochs: AsyncGenerator<EpochRecord, void>,
  ): Promise<void> {
    if (fitted !== this.#fitted) return void (await epochs.return());
    await this.#turns.change(() => epochs.return());
    this.#outdate(fitted, job);
    if (!this.#disposed) await this.#turns.read(async () => this.#statistics?.());
    this.#statistics = undefined;
  }

  /** Stops training within an epoch, at the next step. */
  #stopOf(
    { signal }: SystemFitOptions,
    keeping: Keeping<Parts> | undefined,
  ): Pick<AbortSignal, 'throwIfAborted'> {
    return {
      throwIfAborted: () => {
        signal?.throwIfAborted();
        keeping?.fit.throwIfStopped();
        this.checkAlive('fit');
      },
    };
  }

  /** Runs one epoch: in turn with the calls that read its fit, or aside if the fit isn't there for them yet. */
  async #epoch<T>(fitted: Fitted<Parts>, job: StatisticsJob, run: () => Promise<T>): Promise<T> {
    const alive = (): Promise<T> => {
      this.checkAlive('fit');
      return run();
    };
    const keep = async (): Promise<void> => {
      this.#replace(fitted);
      this.#outdate(fitted, job);
    };
    if (fitted === this.#fitted) return this.#turns.change(() => alive().finally(keep));
    const result = await alive();
    this.checkAlive('fit');
    if (fitted.run.epoch > 0) await this.#turns.change(keep);
    return result;
  }

  /** Has the statistics of the training cells computed anew when they are needed next. */
  #outdate(fitted: Fitted<Parts>, job: StatisticsJob): void {
    let done: Promise<void> | undefined;
    this.#statistics = () => {
      done ??= finish(fitted, job);
      return done;
    };
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
