import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { writeFile } from '../platform/writeFile.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Assembly } from './assembly.js';
import { type BatchColumn, columnsByName, type KnownColumns } from './covariateColumns.js';
import type { SystemDefinition, SystemOptions } from './definition.js';
import type { Preprocessing } from './file/cellsHeader.js';
import type { SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import { Lifecycle } from './lifecycle.js';
import type { CellOptions } from './map/cellOptions.js';
import { prepareFit } from './prepareFit.js';
import { encodedColumns, encodeSystem, type SystemCells, systemCells } from './systemCells.js';
import { packSystem } from './systemFile.js';
import { recipeOf, type SystemRecipe } from './systemRecipe.js';

/** The inside of a system: what it is made by, and its fit. */
interface Engine<Parts extends Assembly> {
  recipe: SystemRecipe<Parts>;
  life: Lifecycle<Parts>;
}

/** The inside of a system, for functions of the library beside its class. */
export let engineOf: <Parts extends Assembly>(
  system: System<SystemOptions, object, string, Parts>,
) => Engine<Parts>;

/** Throws where a new file would say less than the one that the model came from. */
function checkWhole(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const names = missing.join(', ');
  throw new Error(
    `save: the model was loaded without ${names}, so a new file would lose how it was trained. Copy its file, or give load { ${names} }.`,
  );
}

/**
 * What every system shares: fit, transform, save, resume, dispose. A subclass adds its method's verbs.
 *
 * A system of your own is a {@link SystemDefinition} (what it takes, and `build`, which returns its {@link Assembly}) and a
 * class of a few lines; `docs/systems/compose.md` makes one step by step. It owns tfjs variables: call `dispose()` (or use
 * `using`) when done.
 *
 * - `Options`: with defaults filled in by the subclass. A file holds the plain values; functions must be given to `load` again.
 * - `Covariates`: the columns that `fit` takes beside `batch`, by name: {@link Categories} or {@link Values}.
 * - `Latent`: names of the latents that `transform` returns.
 * - `Parts`: what `build` returns, for the verbs of the subclass.
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
  Parts extends Assembly = Assembly,
> {
  /** The options in force. */
  readonly options: Readonly<Options>;
  readonly #engine: Engine<Parts>;

  static {
    engineOf = (system) => system.#engine;
  }

  /**
   * @param definition - What makes this kind of system.
   * @param options - All of them, defaults filled in.
   * @throws TypeError on a seed that is neither a number nor a text.
   */
  protected constructor(definition: SystemDefinition<Options, Parts>, options: Options) {
    this.options = options;
    this.#engine = { recipe: recipeOf(definition, options), life: new Lifecycle() };
  }

  /** One record per epoch: total and every term by name, weights in force, noise, seconds. Empty before `fit`. */
  get history(): readonly EpochRecord[] {
    return this.#engine.life.fitted?.history ?? [];
  }

  /** Batch categories, in the order of the one-hot's columns. Empty before `fit`. */
  get batches(): readonly string[] {
    return this.#engine.life.fitted?.batches ?? [];
  }

  /** Names of the genes, if `fit` got them. */
  get genes(): readonly string[] | undefined {
    return this.#engine.life.fitted?.geneNames;
  }

  /** What `fit` was told had been done to the cells before. */
  get preprocessing(): Preprocessing | undefined {
    return this.#engine.life.fitted?.preprocessing;
  }

  /** What the cells are taken for: `'counts'` or, as they are, `'asIs'`. Undefined before `fit`. */
  get input(): 'counts' | 'asIs' | undefined {
    const scale = this.#engine.life.fitted?.scale;
    return scale === 'logCounts' ? 'counts' : scale;
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
   * @param known - What is known of each cell, by name; or the batch alone. Without `batch` all cells are of one batch.
   * @param options - See {@link SystemFitOptions}.
   * @returns The system itself.
   * @throws RangeError on unknown or missing covariates, lengths that disagree, values that aren't finite, negative values
   * where counts are needed, or a loss that stops being finite (which term, when).
   */
  async fit(x: MatrixLike, known: KnownColumns<Covariates>, options: SystemFitOptions = {}): Promise<this> {
    const epochs = this.fitEpochs(x, known, options);
    while (!(await epochs.next()).done);
    return this;
  }

  /**
   * Like {@link System.fit}, one epoch at a time: for notebooks and pages. Leaving the loop ends the training after that
   * epoch; the model is usable and resumable.
   *
   * @example
   * ```ts
   * for await (const { epoch, epochs, total } of model.fitEpochs(x, { batch })) console.log(`${epoch + 1}/${epochs} ${total}`);
   * ```
   */
  async *fitEpochs(
    x: MatrixLike,
    known: KnownColumns<Covariates>,
    options: SystemFitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    const { recipe, life } = this.#engine;
    yield* life.train(options, (earlier) => prepareFit(x, columnsByName(known), options, recipe, earlier));
  }

  /**
   * The latents of cells, in their order: the means, in evaluation mode.
   *
   * @param x - [cells, genes], as at `fit`; streamed in chunks.
   * @param covariates - Those that the encoder reads; default none.
   * @returns One plain matrix [cells, size] per latent, nothing to dispose.
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

  /**
   * The system as one file: JSON header (options, genes, categories, random and optimizer state) and weights.
   *
   * @throws Error before `fit`, and on a model that was loaded without options which its file couldn't hold.
   */
  async save(): Promise<ArrayBuffer>;
  /** Writes the system to a path (Node). */
  async save(path: string): Promise<ArrayBuffer>;
  async save(path?: string): Promise<ArrayBuffer> {
    const { recipe, life } = this.#engine;
    const fitted = life.known('save');
    checkWhole(life.missing);
    const bytes = await packSystem(recipe, fitted);
    if (path !== undefined) await writeFile(path, new Uint8Array(bytes));
    return bytes;
  }

  /** Frees the system's tfjs variables. Afterwards every call throws. */
  dispose(): void {
    this.#engine.life.dispose();
  }

  /** {@link System.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** For verbs: what `fit` has made. Throws before `fit` and after `dispose`, naming the call. */
  protected fitted(call: string): Fitted<Parts> {
    return this.#engine.life.known(call);
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
    const { recipe } = this.#engine;
    const fitted = this.fitted(call);
    const columns = needed ?? encodedColumns(recipe, fitted);
    return systemCells(call, x, covariates, options, { recipe, fitted, needed: columns });
  }
}
