import { anObject } from '../check/checks.js';
import { readOptions } from '../check/options.js';
import type { Categories } from '../matrix/categories.js';
import { encodeLabels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { type BatchColumn, columnsByName, type KnownColumns } from '../model/covariateColumns.js';
import { batchesOf } from '../model/fitted.js';
import { loadSystem } from '../model/loadSystem.js';
import { type CellOptions, type CorrectOptions, correctTable } from '../model/map/cellOptions.js';
import { System } from '../model/System.js';
import type { LatentLayout } from '../nn/latentLayout.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { type AutoencoderAssembly, autoencoderDefinition } from './definition.js';
import {
  type DisentangledAEOptions,
  type FitOptions,
  type ResolvedOptions,
  resolveOptions,
} from './options.js';
import type { LossTerm } from './terms/forwardPass.js';

/** The two latents of cells; for Gaussian latents, their means. [cells, dims] each */
export type Latents = {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** z_nio. [cells, dims] */
  nio: Matrix;
};

/** The column that {@link DisentangledAE.fit} takes in addition to the batch. */
export interface DisentangledAECovariates {
  /** A label per cell, for terms that use labels, such as a supervised {@link contrastive}; cells may lack one. */
  labels?: Categories;
}

/**
 * A disentangled autoencoder: splits cells into z_bio (cell type, state) and z_nio (batch, platform, handling).
 *
 * x -> noise -> encoder -> z_bio, z_nio; decoder(z_bio, z_nio, one-hot batch) -> x̂; a classifier on z_nio predicts the
 * batch. `L = Σ weight(t)·term(pass)`: the objective is a list of terms. Every part can be replaced. The class is a
 * {@link System} made of exported parts only.
 *
 * The model owns tfjs variables: call `dispose()` (or use `using`) when done. Networks that you pass in remain yours.
 *
 * @example
 * ```ts
 * const model = new DisentangledAE({ seed: 1 });
 * await model.fit(x, batch);                       // x: [cells, genes], counts or log-normalised
 * const { bio, nio } = await model.transform(x);   // Matrix [cells, 10], [cells, 8]
 * const corrected = await model.correct(x);        // as if from the mean batch, in the units of fit
 * await model.save('model.zbio');
 * ```
 */
export class DisentangledAE extends System<
  DisentangledAEOptions,
  DisentangledAECovariates,
  'bio' | 'nio',
  AutoencoderAssembly
> {
  readonly #resolved: ResolvedOptions;

  /**
   * @param options - Each option replaces one part of the preset; see {@link DisentangledAEOptions}.
   * @throws RangeError on an unknown option or preset (with the nearest name), TypeError on terms that aren't a list.
   */
  constructor(options: DisentangledAEOptions = {}) {
    const resolved = resolveOptions(options);
    super(autoencoderDefinition(resolved), options);
    this.#resolved = resolved;
  }

  /**
   * Loads a model from a file of `save`. It gives the same latents to the bit; `fit` with `resume: true` continues as if never
   * interrupted.
   *
   * Functions aren't saved, and nothing in a file is executed: to train further or save again, give your own terms, networks,
   * noise or optimizer again as options.
   *
   * @param source - Bytes, or a path (Node).
   * @param options - The options that the file can't hold.
   * @throws Error on a foreign, truncated or damaged file.
   * @example
   * ```ts
   * const model = await DisentangledAE.load('model.zbio');
   * await model.fit(x, batch, { resume: true, epochs: 100 });
   * ```
   */
  static load(
    source: ArrayBuffer | Uint8Array | Blob | string,
    options: DisentangledAEOptions = {},
  ): Promise<DisentangledAE> {
    return loadSystem<DisentangledAEOptions, DisentangledAE>(
      { kind: 'DisentangledAE' },
      source,
      (all) => new DisentangledAE(all),
      options,
    );
  }

  /** The latent blocks: their sizes, distributions, and whether the decoder's gradient is kept from them. */
  get latent(): LatentLayout {
    return this.#resolved.layout;
  }

  /** The terms of the objective. */
  get terms(): readonly LossTerm[] {
    return this.#resolved.terms;
  }

  /**
   * Trains as {@link System.fit} does; `labels` may also be given as an option.
   *
   * @param x - [cells, genes]: dense, CSR, `tf.Tensor2D` or rows; counts or log-normalised values.
   * @param batch - The batch of each cell; or columns by name, `{ batch, labels }`.
   * @param options - See {@link FitOptions}.
   * @returns The model itself.
   * @throws RangeError on a column of another length, NaN or infinite values (the message names cell and gene), negative counts,
   * a cell without a batch, or a loss that stops being finite (the message names the term and the step).
   * @example
   * ```ts
   * await model.fit(x, batch, { epochs: 30, onEpoch: ({ epoch, total }) => console.log(epoch, total) });
   * ```
   */
  override fit(
    x: MatrixLike,
    batch: KnownColumns<DisentangledAECovariates>,
    options: FitOptions = {},
  ): Promise<this> {
    return super.fit(x, batch, options);
  }

  /** Trains as {@link System.fitEpochs} does; `labels` may also be given as an option. */
  override fitEpochs(
    x: MatrixLike,
    batch: KnownColumns<DisentangledAECovariates>,
    fitOptions: FitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    anObject('fit', fitOptions, 'an object with options');
    const { labels, ...options } = fitOptions;
    return super.fitEpochs(x, { ...columnsByName(batch), ...(labels ? { labels } : {}) }, options);
  }

  /** Fits the model and returns the latents of the same cells: {@link DisentangledAE.fit}, then `transform`. */
  async fitTransform(
    x: MatrixLike,
    batch: KnownColumns<DisentangledAECovariates>,
    options: FitOptions = {},
  ): Promise<Latents> {
    await this.fit(x, batch, options);
    const { genes, compile = 'auto', signal } = options;
    return this.transform(x, { compile, ...(genes ? { genes } : {}), ...(signal ? { signal } : {}) });
  }

  /**
   * Encodes cells: the means of their latents, in evaluation mode, without noise, one row per cell.
   *
   * @param x - [cells, genes], in the units of `fit`; streamed in chunks. CSR stays CSR until then.
   * @param options - See {@link CellOptions}. `batch` is needed for cells of batches that {@link System.extend} has added: without it,
   * they pass through the encoder as if no map were there. Other cells have the same latents with and without it.
   * @returns z_bio and z_nio as plain matrices, nothing to dispose.
   * @throws Error before `fit`; RangeError on missing genes, other units than those of `fit` that can't be converted exactly, or
   * values that aren't finite.
   */
  override async transform(
    x: MatrixLike,
    options: CellOptions & BatchColumn = {},
    more: CellOptions = {},
  ): Promise<Latents> {
    anObject('transform', options, 'an object with options');
    anObject('transform', more, 'an object with options');
    const { batch, ...own } = options;
    return super.transform(x, batch === undefined ? {} : { batch }, { ...own, ...more });
  }

  /**
   * Reconstructs cells: decodes each with its own latents and batch.
   *
   * @returns [cells, genes] in the units of `fit` (counts: at each cell's own total); columns as in `genes` of the model.
   * @throws RangeError on a batch that `fit` didn't see, and as {@link DisentangledAE.transform}.
   */
  async reconstruct(x: MatrixLike, batch: Categories, options: CellOptions = {}): Promise<Matrix> {
    return this.call('reconstruct', async ({ assembly }) => {
      const cells = await this.cells('reconstruct', x, { batch }, options, ['batch']);
      const { reconstructCells } = await import('./decodeCells.js');
      return reconstructCells(assembly, cells);
    });
  }

  /**
   * Predicts the same cells as if they came from another batch: decodes their own z_bio with the mean z_nio and the one-hot of
   * that batch.
   *
   * @param options - `to`: the batch; default the mean over the batches of `fit`. `batch`: the batch of each cell, for those of
   * added batches.
   * @returns [cells, genes] in the units of `fit` (counts: at each cell's own total); columns as in `genes` of the model.
   * @throws RangeError on a batch that `fit` didn't see, and as {@link DisentangledAE.transform}.
   * @example
   * ```ts
   * const asDonor2 = await model.correct(x, { to: 'donor 2' });
   * ```
   */
  async correct(x: MatrixLike, options: CorrectOptions = {}): Promise<Matrix> {
    readOptions('correct', options, correctTable);
    const { to, batch, ...cellOptions } = options;
    return this.call('correct', async (fitted) => {
      const { assembly, batches } = fitted;
      const wanted = to === undefined ? batchesOf(fitted).batches : [String(to)];
      const { codes } = encodeLabels('correct: to', wanted, { allowed: batches });
      const cells = await this.cells('correct', x, batch === undefined ? {} : { batch }, cellOptions);
      const { correctCells } = await import('./decodeCells.js');
      return correctCells(assembly, cells, [...codes]);
    });
  }
}
