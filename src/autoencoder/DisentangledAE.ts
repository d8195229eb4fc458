import { readOptions } from '../check/options.js';
import { encodeLabels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import {
  type BatchColumn,
  type Categories,
  columnsByName,
  type KnownColumns,
} from '../model/covariateColumns.js';
import { loadSystem } from '../model/loadSystem.js';
import { type CellOptions, type CorrectOptions, correctTable } from '../model/map/cellOptions.js';
import { System } from '../model/System.js';
import type { LatentLayout } from '../nn/latentLayout.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { correctCells, reconstructCells } from './decodeCells.js';
import { type AutoencoderAssembly, autoencoderDefinition } from './definition.js';
import {
  type DisentangledAEOptions,
  type FitOptions,
  type ResolvedOptions,
  resolveOptions,
} from './options.js';
import type { LossTerm } from './terms/forwardPass.js';

/** The two latents of some cells, the means of Gaussian ones. [cells, dims] each */
export type Latents = {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** z_nio. [cells, dims] */
  nio: Matrix;
};

/** What {@link DisentangledAE.fit} may know of each cell beside its batch. */
export interface DisentangledAECovariates {
  /** A label, for terms that use labels (supervised contrastive). */
  labels?: Categories;
}

/**
 * A disentangled autoencoder: splits cells into z_bio (cell type, state) and z_nio (batch, platform, handling).
 *
 * x -> noise -> encoder -> z_bio, z_nio; decoder(z_bio, z_nio, one-hot batch) -> x̂; a classifier on z_nio predicts the
 * batch. `L = Σ weight(t)·term(pass)`: the objective is a list of terms; every part can be replaced. The class is a
 * {@link System} assembled from the exported pieces alone.
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
export class DisentangledAE extends System<
  DisentangledAEOptions,
  DisentangledAECovariates,
  'bio' | 'nio',
  AutoencoderAssembly
> {
  readonly #resolved: ResolvedOptions;

  /**
   * @param options - Each replaces one part of the preset; see {@link DisentangledAEOptions}.
   * @throws RangeError on an unknown option or preset (with the nearest name), TypeError on terms that aren't a list.
   */
  constructor(options: DisentangledAEOptions = {}) {
    const resolved = resolveOptions(options);
    super(autoencoderDefinition(resolved), options);
    this.#resolved = resolved;
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
  static load(
    source: ArrayBuffer | Uint8Array | string,
    options: DisentangledAEOptions = {},
  ): Promise<DisentangledAE> {
    return loadSystem<DisentangledAEOptions, DisentangledAE>(
      { kind: 'DisentangledAE' },
      source,
      (all) => new DisentangledAE(all),
      options,
    );
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
   * @param batch - The batch of each cell; or columns by name, `{ batch, labels }`.
   * @param options - See {@link FitOptions}.
   * @returns The model itself.
   * @throws RangeError on lengths that disagree, NaN or infinite values (which cell, which gene), negative counts, a cell
   * without a batch, or a loss that stops being finite (which term, when).
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

  /** {@link System.fitEpochs}; `labels` may stand among the options too. */
  override fitEpochs(
    x: MatrixLike,
    batch: KnownColumns<DisentangledAECovariates>,
    { labels, ...options }: FitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    return super.fitEpochs(x, { ...columnsByName(batch), ...(labels ? { labels } : {}) }, options);
  }

  /** `fit`, then `transform` of the same cells. */
  async fitTransform(
    x: MatrixLike,
    batch: KnownColumns<DisentangledAECovariates>,
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
   * @param options - See {@link CellOptions}; `batch` may stand among them, as for every system. The encoder doesn't read it.
   * @returns z_bio and z_nio as plain matrices, nothing to dispose.
   * @throws Error before `fit`; RangeError on another number or order of genes, or values that aren't finite.
   */
  override transform(
    x: MatrixLike,
    { batch, ...options }: CellOptions & BatchColumn = {},
    more: CellOptions = {},
  ): Promise<Latents> {
    return super.transform(x, batch === undefined ? {} : { batch }, { ...options, ...more });
  }

  /**
   * What the decoder makes of cells, each with its own latents and batch.
   *
   * @returns [cells, genes] in the units that went in (counts at each cell's own total).
   * @throws RangeError on a batch that `fit` didn't see, and as {@link DisentangledAE.transform}.
   */
  async reconstruct(x: MatrixLike, batch: Categories, options: CellOptions = {}): Promise<Matrix> {
    const cells = await this.cells('reconstruct', x, { batch }, options, ['batch']);
    return reconstructCells(this.fitted('reconstruct').assembly, cells);
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
    readOptions('correct', options, correctTable);
    const { to, ...cellOptions } = options;
    const cells = await this.cells('correct', x, {}, cellOptions);
    const { assembly, batches } = this.fitted('correct');
    const wanted = to === undefined ? batches : [String(to)];
    const { codes } = encodeLabels('correct: to', wanted, batches);
    return correctCells(assembly, cells, [...codes]);
  }
}
