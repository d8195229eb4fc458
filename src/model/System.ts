import type { CellOptions } from '../autoencoder/calls.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { writeFile } from '../platform/writeFile.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { SystemDefinition, SystemOptions } from './assembly.js';
import { disposeSystem } from './buildRun.js';
import type { BatchColumn } from './covariateColumns.js';
import type { FittedSystem } from './fitted.js';
import { Lifecycle } from './lifecycle.js';
import { prepareSystem, type SystemFitOptions } from './prepareFit.js';
import { encodedColumns, encodeSystem, type SystemCells, systemCells } from './systemCells.js';
import { packSystem, type SystemFile, unpackSystem } from './systemFile.js';
import { recipeOf, type SystemRecipe } from './systemRecipe.js';
import type { TrainedSystem } from './trainedSystem.js';

/** Gives a new system what a file holds. */
export let restoreSystem: (system: System<SystemOptions, object, string>, file: SystemFile) => Promise<void>;

/**
 * What every system shares: fit, transform, save, resume, dispose. A subclass adds its method's verbs.
 *
 * A system of your own is a {@link SystemDefinition} (what it takes, and `build`, which returns its {@link Assembly}) and a
 * class of a few lines; `docs/systems/compose.md` makes one step by step. It owns tfjs variables: call `dispose()` (or use
 * `using`) when done.
 *
 * - `Options`: plain values (they are saved as JSON), with defaults filled in by the subclass.
 * - `Covariates`: the columns that `fit` takes beside `batch`, by name: {@link Categories} or {@link Values}.
 * - `Latent`: names of the latents that `transform` returns.
 *
 * @example
 * ```ts
 * class Plain extends System<PlainOptions, {}, 'z'> {
 *   constructor(options: PlainOptions = {}) {
 *     super(plain, { size: 10, ...options });
 *   }
 *   static load(source: ArrayBuffer | Uint8Array | string): Promise<Plain> {
 *     return loadSystem(plain, source, (options) => new Plain(options));
 *   }
 * }
 * const { z } = await (await new Plain().fit(x, { batch })).transform(x);
 * ```
 */
export abstract class System<
  Options extends SystemOptions,
  Covariates extends object,
  Latent extends string,
> {
  /** The options in force. */
  readonly options: Readonly<Options>;
  readonly #recipe: SystemRecipe;
  readonly #life: Lifecycle<TrainedSystem> = new Lifecycle<TrainedSystem>({
    finish: async ({ assembly }, set) => assembly.finish?.(set),
    dispose: disposeSystem,
  });

  static {
    restoreSystem = async (system, file) => system.#life.adopt(await unpackSystem(system.#recipe, file));
  }

  /**
   * @param definition - What makes this kind of system.
   * @param options - All of them, defaults filled in.
   * @throws TypeError on an option that isn't a plain value.
   */
  protected constructor(definition: SystemDefinition<Options>, options: Options) {
    this.options = options;
    this.#recipe = recipeOf(definition, options);
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

  /** Categories of a covariate, in the order of the one-hot's columns. Throws before `fit`, and for values. */
  categories(covariate: keyof Covariates & string): readonly string[] {
    const { categories } = this.fitted('categories').covariates[covariate] ?? {};
    if (categories) return categories;
    throw new RangeError(`categories: '${covariate}' has none: fit got no categories of that name.`);
  }

  /**
   * Trains on cells, from the start (or on, with `resume: true`).
   *
   * The same seed, cells, machine and backend give the same weights to the bit. With `signal`, an abort leaves the system
   * at the end of the last whole epoch, usable and resumable.
   *
   * @param x - [cells, genes]: dense, CSR, `tf.Tensor2D` or rows.
   * @param covariates - What is known of each cell, by name; without `batch` all cells are of one batch.
   * @param options - As for {@link DisentangledAE.fit}, but for `labels`.
   * @returns The system itself.
   * @throws RangeError on unknown or missing covariates, lengths that disagree, values that aren't finite, negative values
   * where counts are needed, or a loss that stops being finite (which term, when).
   */
  async fit(
    x: MatrixLike,
    covariates: Covariates & BatchColumn,
    options: SystemFitOptions = {},
  ): Promise<this> {
    const epochs = this.fitEpochs(x, covariates, options);
    while (!(await epochs.next()).done);
    return this;
  }

  /** Like {@link System.fit}, an epoch at a time. Leaving the loop ends the training after that epoch. */
  async *fitEpochs(
    x: MatrixLike,
    covariates: Covariates & BatchColumn,
    options: SystemFitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    yield* this.#life.train(options, (earlier) =>
      prepareSystem(x, covariates, options, this.#recipe, earlier),
    );
  }

  /**
   * The latents of cells, in their order: the means, in evaluation mode.
   *
   * @param x - [cells, genes], as at `fit`; streamed in chunks.
   * @param covariates - Those that the encoder reads; default none.
   * @returns A plain matrix [cells, size] a latent, nothing to dispose.
   * @throws Error before `fit`; RangeError on other genes, a category that `fit` didn't see (with the nearest), or a
   * missing column that the encoder reads.
   */
  async transform(
    x: MatrixLike,
    covariates: Partial<Covariates> & BatchColumn = {} as Partial<Covariates>,
    options: CellOptions = {},
  ): Promise<Record<Latent, Matrix>> {
    const cells = await this.cells('transform', x, covariates, options);
    return (await encodeSystem(this.fitted('transform').assembly, cells)) as Record<Latent, Matrix>;
  }

  /** The system as one file: JSON header (options, genes, categories, random and optimizer state) and weights. */
  async save(): Promise<ArrayBuffer>;
  /** Writes the system to a path (Node). */
  async save(path: string): Promise<ArrayBuffer>;
  async save(path?: string): Promise<ArrayBuffer> {
    const bytes = await packSystem(this.#recipe, this.#life.known('save'));
    if (path !== undefined) await writeFile(path, new Uint8Array(bytes));
    return bytes;
  }

  /** Frees the system's tfjs variables. Afterwards every call throws. */
  dispose(): void {
    this.#life.dispose();
  }

  /** {@link System.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** For verbs: what `fit` has made. Throws before `fit` and after `dispose`, naming the call. */
  protected fitted(call: string): FittedSystem {
    return this.#life.known(call);
  }

  /**
   * For verbs: cells checked and coded, to be handed to {@link mapCells}.
   *
   * @param needed - Columns that the call can't do without; default those that the encoder reads.
   */
  protected async cells(
    call: string,
    x: MatrixLike,
    covariates: Partial<Covariates> & BatchColumn,
    options: CellOptions,
    needed?: readonly string[],
  ): Promise<SystemCells> {
    const [recipe, fitted] = [this.#recipe, this.fitted(call)];
    const columns = needed ?? encodedColumns(recipe, fitted);
    return systemCells(call, x, covariates, options, { recipe, fitted, needed: columns });
  }
}
