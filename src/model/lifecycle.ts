import { ensureBackend } from '../backend/ensureBackend.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { TrainingJob } from '../train/epochs/trainEpochs.js';
import { trainFor } from '../train/epochs/trainFor.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import type { Run } from '../train/run.js';
import type { FitOptions } from './fitOptions.js';

/** What a fit of any model leaves behind. */
export interface Trained {
  run: Run;
  plan: Plan;
  history: EpochRecord[];
}

/** A fit that is checked and about to begin; `fitted` is the earlier one's when resuming. */
export interface PreparedFit<Fitted extends Trained> {
  fitted: Fitted;
  job: Omit<TrainingJob, 'stepper'>;
}

/** What a kind of model does at the stages of its life. */
export interface Stages<Fitted extends Trained> {
  /** After training, also one that was aborted: statistics of the cells. */
  finish(fitted: Fitted, set: TrainingSet): Promise<void>;
  /** Frees all that a fit has made. */
  dispose(fitted: Fitted): void;
}

/** The life of a trained model: new, training, fitted, disposed. Holds the fit and says which call is possible when. */
export class Lifecycle<Fitted extends Trained> {
  readonly #stages: Stages<Fitted>;
  #fitted: Fitted | undefined;
  /** Options that a loaded file couldn't hold. */
  #missing: readonly string[] = [];
  #training = false;
  #disposed = false;

  constructor(stages: Stages<Fitted>) {
    this.#stages = stages;
  }

  /** The fit; undefined before. */
  get fitted(): Fitted | undefined {
    return this.#fitted;
  }

  /** The fit; throws before and after its time. */
  known(call: string): Fitted {
    if (this.#disposed) throw new Error(`${call}: the model is disposed. Make or load a new one.`);
    if (!this.#fitted)
      throw new Error(`${call}: the model isn't fitted. Call fit first, or load a saved model.`);
    return this.#fitted;
  }

  /**
   * Takes over a fit out of a file.
   *
   * @param missing - Options that the file couldn't hold: without them it can't be trained on.
   */
  adopt(fitted: Fitted, missing: readonly string[] = []): void {
    this.#replace(fitted);
    this.#missing = missing;
  }

  /** Trains and yields each epoch's record. Whoever stops listening, or aborts, leaves a fit that is usable and resumable. */
  async *train(
    options: FitOptions,
    prepare: (earlier: Fitted | undefined) => Promise<PreparedFit<Fitted>>,
  ): AsyncGenerator<EpochRecord, void> {
    this.#checkFree();
    this.#training = true;
    try {
      await ensureBackend();
      const { job, fitted } = await prepare(this.#toResume(options));
      this.#replace(fitted);
      try {
        for await (const record of trainFor(job, options)) {
          await options.onEpoch?.(record);
          yield record;
        }
      } finally {
        if (fitted.run.epoch === 0) this.#replace(undefined);
        else await this.#stages.finish(fitted, job.set);
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
    if (this.#disposed) throw new Error('fit: the model is disposed. Make a new one.');
    if (this.#training)
      throw new Error('fit: the model is already training. Wait for it, or abort it by its signal.');
  }

  #toResume({ resume = false }: FitOptions): Fitted | undefined {
    if (!resume) return undefined;
    const fitted = this.known('fit, resume');
    if (this.#missing.length === 0) return fitted;
    const names = this.#missing.join(', ');
    throw new Error(
      `fit, resume: the file couldn't hold ${names}. Give them to load: load(file, { ${names} }).`,
    );
  }

  #replace(fitted: Fitted | undefined): void {
    if (this.#fitted && this.#fitted !== fitted) this.#stages.dispose(this.#fitted);
    this.#fitted = fitted;
  }
}
