import { ensureBackend } from '../backend/ensureBackend.js';
import type { ModelReport, ReportOptions } from '../evaluate/report.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { sourceBytes } from '../model/file/files.js';
import type { FitOptions } from '../model/fitOptions.js';
import { Lifecycle } from '../model/lifecycle.js';
import type { LatentLayout } from '../nn/latentLayout.js';
import { writeFile } from '../platform/writeFile.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { LossTerm } from '../train/term.js';
import { disposeModel } from './buildModel.js';
import type { CellOptions, CorrectOptions } from './calls.js';
import * as calls from './calls.js';
import type { Fitted, Preprocessing } from './fitted.js';
import { classMeans, encodeCells, type Latents } from './inference.js';
import { loadModel } from './loadModel.js';
import { type DisentangledAEOptions, type ResolvedOptions, resolveOptions } from './options.js';
import { prepareFit } from './prepareFit.js';
import { saveModel } from './saveModel.js';

async function rememberCentroids(fitted: Fitted, { x, batch }: TrainingSet): Promise<void> {
  const { nio } = await encodeCells(fitted.run.model, { x, input: 'asIs' });
  fitted.centroids = classMeans(nio, batch.codes, fitted.batches.length);
}

/** What a fitted model knows, for functions of the library beside its class. Throws before `fit`. */
export let fittedOf: (model: DisentangledAE, call: string) => Fitted;

/**
 * A disentangled autoencoder: splits cells into z_bio (cell type, state) and z_nio (batch, platform, handling).
 *
 * x -> noise -> encoder -> z_bio, z_nio; decoder(z_bio, z_nio, one-hot batch) -> x̂; a classifier on z_nio tells the
 * batch. The objective is a list of terms; every part can be replaced. It is assembled from the exported pieces alone.
 *
 * The model owns tfjs variables: call `dispose()` (or use `using`) when done. Networks that you pass in stay yours.
 *
 * @example
 * ```ts
 * const model = new DisentangledAE({ seed: 1 });
 * await model.fit(x, batch);                       // x: [cells, genes], counts or log-normalised
 * const { bio, nio } = await model.transform(x);   // Matrix [cells, 10], [cells, 8]
 * const corrected = await model.correct(x);        // as if from the mean batch, in the units of x
 * await model.save('model.zbio');
 * ```
 */
export class DisentangledAE {
  #options: DisentangledAEOptions;
  #resolved: ResolvedOptions;
  readonly #life: Lifecycle<Fitted> = new Lifecycle<Fitted>({
    finish: rememberCentroids,
    dispose: ({ run }) => disposeModel(run, this.#resolved),
  });

  static {
    fittedOf = (model, call) => model.#life.known(call);
  }

  /**
   * @param options - Each replaces one part of the preset; see {@link DisentangledAEOptions}.
   * @throws RangeError on an unknown option or preset (with the nearest name), TypeError on terms that aren't a list.
   */
  constructor(options: DisentangledAEOptions = {}) {
    this.#options = options;
    this.#resolved = resolveOptions(options);
  }

  /** One record an epoch: total and every term by name, weights in force, noise, seconds. Empty before `fit`. */
  get history(): readonly EpochRecord[] {
    return this.#life.fitted?.history ?? [];
  }

  /** Batch categories, in the order of the one-hot's columns. Empty before `fit`. */
  get batches(): readonly string[] {
    return this.#life.fitted?.batches ?? [];
  }

  /** Names of the genes, if `fit` got them. */
  get genes(): readonly string[] | undefined {
    return this.#life.fitted?.geneNames;
  }

  /** What `fit` was told had been done to the cells before. */
  get preprocessing(): Preprocessing | undefined {
    return this.#life.fitted?.preprocessing;
  }

  /** What the cells are taken for: `'counts'` (normalised inside, and back) or `'asIs'`. Undefined before `fit`. */
  get input(): Fitted['input'] | undefined {
    return this.#life.fitted?.input;
  }

  /** The latent blocks: sizes, distributions, and which the decoder's gradient doesn't reach. */
  get latent(): LatentLayout {
    return this.#resolved.layout;
  }

  /** The objective's terms. */
  get terms(): readonly LossTerm[] {
    return this.#resolved.terms;
  }

  /**
   * Trains on cells, from the start (or on, with `resume: true`).
   *
   * The same seed, cells, machine and backend give the same weights to the bit. With `signal`, an abort leaves the model
   * at the end of the last whole epoch, usable and resumable.
   *
   * @param x - [cells, genes]: dense, CSR, `tf.Tensor2D` or rows; counts or log-normalised values.
   * @param batch - The batch of each cell.
   * @param options - See {@link FitOptions}.
   * @returns The model itself.
   * @throws RangeError on lengths that disagree, NaN or infinite values (which cell, which gene), negative counts, a cell
   * without a batch, or a loss that stops being finite (which term, when).
   * @example
   * ```ts
   * await model.fit(x, batch, { epochs: 30, onEpoch: ({ epoch, total }) => console.log(epoch, total) });
   * ```
   */
  async fit(x: MatrixLike, batch: ArrayLike<string | number>, options: FitOptions = {}): Promise<this> {
    const epochs = this.fitEpochs(x, batch, options);
    while (!(await epochs.next()).done);
    return this;
  }

  /**
   * Like {@link DisentangledAE.fit}, an epoch at a time: for notebooks and pages. Leaving the loop ends the training
   * after that epoch; the model is usable and resumable.
   *
   * @example
   * ```ts
   * for await (const { epoch, epochs, total } of model.fitEpochs(x, batch)) console.log(`${epoch + 1}/${epochs} ${total}`);
   * ```
   */
  async *fitEpochs(
    x: MatrixLike,
    batch: ArrayLike<string | number>,
    options: FitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    const prepare = (earlier?: Fitted) => prepareFit(x, batch, options, this.#resolved, earlier);
    yield* this.#life.train(options, prepare);
  }

  /** `fit`, then `transform` of the same cells. */
  async fitTransform(
    x: MatrixLike,
    batch: ArrayLike<string | number>,
    options: FitOptions = {},
  ): Promise<Latents> {
    await this.fit(x, batch, options);
    const { genes, compile = 'auto' } = options;
    return this.transform(x, genes ? { genes, compile } : { compile });
  }

  /**
   * The latents of cells, in their order: the means, in evaluation mode, without noise. Needs no batch.
   *
   * @param x - [cells, genes], in the units of `fit`; streamed in chunks, CSR stays CSR until then.
   * @returns z_bio and z_nio as plain matrices, nothing to dispose.
   * @throws Error before `fit`; RangeError on another number or order of genes, or values that aren't finite.
   */
  async transform(x: MatrixLike, options: CellOptions = {}): Promise<Latents> {
    return calls.transform(this.#life.known('transform'), x, options);
  }

  /**
   * What the decoder makes of cells, each with its own latents and batch.
   *
   * @returns [cells, genes] in the units that went in (counts at each cell's own total).
   * @throws RangeError on a batch that `fit` didn't see, and as {@link DisentangledAE.transform}.
   */
  async reconstruct(
    x: MatrixLike,
    batch: ArrayLike<string | number>,
    options: CellOptions = {},
  ): Promise<Matrix> {
    return calls.reconstruct(this.#life.known('reconstruct'), x, batch, options);
  }

  /**
   * The same cells as if they came from another batch: their own z_bio, that batch's mean z_nio and one-hot.
   *
   * @param options - `to`: the batch; default the mean over all batches.
   * @returns [cells, genes] in the units that went in (counts at each cell's own total).
   * @throws RangeError on a batch that `fit` didn't see, and as {@link DisentangledAE.transform}.
   * @example
   * ```ts
   * const asDonor2 = await model.correct(x, { to: 'donor 2' });
   * ```
   */
  async correct(x: MatrixLike, options: CorrectOptions = {}): Promise<Matrix> {
    return calls.correct(this.#life.known('correct'), x, options);
  }

  /**
   * Whether the fit has worked: what can be read from which latent ({@link leakage}), and the integration metrics of z_bio
   * ({@link integrationMetrics}, against the principal components of x). About 25 s for 3,400 cells; above
   * `maxCells` a random sample is looked at.
   *
   * @param x - [cells, genes], in the units of `fit`; at least 90 cells.
   * @param batch - The batch of each cell, at least two; they needn't be those of `fit`.
   * @param options - See {@link ReportOptions}; `labels`, the cell types, add the biological half.
   * @returns Both reports, and `text`: tables with a verdict in words.
   * @throws RangeError on lengths that disagree, a missing label or one batch only, and as {@link DisentangledAE.transform}.
   * @example
   * ```ts
   * console.log((await model.report(x, batch, { labels })).text);
   * ```
   */
  async report(
    x: MatrixLike,
    batch: ArrayLike<string | number>,
    options: ReportOptions = {},
  ): Promise<ModelReport> {
    return calls.report(this.#life.known('report'), x, batch, options);
  }

  /** The model as one file: JSON header (options, genes, batches, seed, random and optimizer state) and weights. */
  async save(): Promise<ArrayBuffer>;
  /** Writes the model to a path (Node). */
  async save(path: string): Promise<ArrayBuffer>;
  async save(path?: string): Promise<ArrayBuffer> {
    const bytes = await saveModel(this.#life.known('save'), this.#options);
    if (path !== undefined) await writeFile(path, new Uint8Array(bytes));
    return bytes;
  }

  /**
   * A model out of a file of `save`: same latents to the bit; `fit` with `resume: true` goes on as if never interrupted.
   *
   * Functions aren't saved, and nothing in a file is executed: to train a model with terms, networks, noise or an
   * optimizer of your own further, give them again as options.
   *
   * @param source - Bytes, or a path (Node).
   * @param options - What the file can't hold.
   * @throws RangeError on a foreign, truncated or damaged file.
   * @example
   * ```ts
   * const model = await DisentangledAE.load('model.zbio');
   * await model.fit(x, batch, { resume: true, epochs: 100 });
   * ```
   */
  static async load(
    source: ArrayBuffer | Uint8Array | string,
    options: DisentangledAEOptions = {},
  ): Promise<DisentangledAE> {
    await ensureBackend();
    const loaded = await loadModel(await sourceBytes(source), options);
    const model = new DisentangledAE(loaded.options);
    model.#resolved = loaded.resolved;
    model.#life.adopt(loaded.fitted, loaded.missing);
    return model;
  }

  /** Frees the model's tfjs variables. Afterwards every call throws. */
  dispose(): void {
    this.#life.dispose();
  }

  /** {@link DisentangledAE.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
