import { text } from '../check/checks.js';
import { badType, badValue, failure } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { shown } from '../check/values.js';
import type { Categories } from '../matrix/categories.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Assembly } from './assembly.js';
import { type BatchColumn, columnsByName, type KnownColumns } from './covariateColumns.js';
import type { SystemDefinition, SystemOptions } from './definition.js';
import type { ExtendOptions } from './extend/extendOptions.js';
import type { Preprocessing } from './file/cellsHeader.js';
import { checkFitOptions, type SystemFitOptions } from './fitOptions.js';
import { batchesOf, type Fitted } from './fitted.js';
import { Lifecycle, type Train } from './lifecycle.js';
import type { CellOptions } from './map/cellOptions.js';
import { prepareFit } from './prepareFit.js';
import { encodedColumns, encodeSystem, type SystemCells, systemCells } from './systemCells.js';
import { recipeOf, type SystemRecipe } from './systemRecipe.js';

/** The inside of a system: its recipe and its fit. */
interface Engine<Parts extends Assembly> {
  recipe: SystemRecipe<Parts>;
  life: Lifecycle<Parts>;
}

/** The inside of a system, for functions of the library outside its class. */
export let engineOf: <Parts extends Assembly>(
  system: System<SystemOptions, object, string, Parts>,
) => Engine<Parts>;

/** Returns `model` if it is a system; otherwise throws. */
export function asModel<S>(argument: string, model: S): S {
  if (model instanceof System) return model;
  const next = 'Make one with new DisentangledAE(), or load it.';
  throw badType({ argument, expected: 'a model', received: shown(model), next });
}

/** What a model that was loaded without some options can't do. */
const lacking = {
  save: (names: string) =>
    `save: the model was loaded without ${names}, so a new file would not record how it was trained. Copy the original file, or give load { ${names} }.`,
  extend: (names: string) =>
    `extend: the model was loaded without ${names}, which the new model would lack too. Give load { ${names} }.`,
};

/** Throws if a new model or file would hold less than the file that the model was loaded from. */
function checkWhole(call: keyof typeof lacking, missing: readonly string[]): void {
  if (missing.length > 0) throw failure('ZBIO_BAD_STATE', lacking[call](listed(missing)));
}

/**
 * The base class of every system: fit, transform, save, resume, dispose. A subclass adds the verbs of its method.
 *
 * A system of your own is a {@link SystemDefinition} (its covariates, and `build`, which returns its {@link Assembly}) and a
 * class of a few lines; `docs/systems/compose.md` builds one step by step. It owns tfjs variables: call `dispose()` (or use
 * `using`) when done.
 *
 * - `Options`: all options; the subclass fills in the defaults. A file holds the plain values; give functions to `load` again.
 * - `Covariates`: the columns that `fit` takes in addition to `batch`, by name: {@link Categories} or {@link Values}.
 * - `Latent`: the names of the latents that `transform` returns.
 * - `Parts`: the type that `build` returns, for the verbs of the subclass.
 *
 * @example
 * ```ts
 * class Plain extends System<PlainOptions, {}, 'z'> {
 *   constructor(options: PlainOptions = {}) {
 *     super(plain, { size: 10, ...options });
 *   }
 *   static load(source: ArrayBuffer | Uint8Array | Blob | string): Promise<Plain> {
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
   * @param definition - Defines this kind of system.
   * @param options - All options, with defaults filled in.
   * @throws TypeError on a seed that is neither a number nor a string.
   */
  protected constructor(definition: SystemDefinition<Options, Parts>, options: Options) {
    this.options = options;
    this.#engine = { recipe: recipeOf(definition, options), life: new Lifecycle() };
  }

  /** One {@link EpochRecord} per epoch. Empty before `fit`. */
  get history(): readonly EpochRecord[] {
    return this.#engine.life.fitted?.history ?? [];
  }

  /** Batch categories, in the order of the one-hot columns: those of `fit`, then those that `extend` has added. Empty before `fit`. */
  get batches(): readonly string[] {
    return this.#engine.life.fitted?.batches ?? [];
  }

  /** Names of the batches that `extend` has added, the last ones of `batches`. */
  get addedBatches(): readonly string[] {
    const { fitted } = this.#engine.life;
    return fitted ? batchesOf(fitted).added : [];
  }

  /** Names of the genes, if `fit` was given any. */
  get genes(): readonly string[] | undefined {
    return this.#engine.life.fitted?.geneNames;
  }

  /** The preprocessing of the cells, as it was given to `fit`. */
  get preprocessing(): Preprocessing | undefined {
    return this.#engine.life.fitted?.preprocessing;
  }

  /** How the values of cells are read: as `'counts'`, or `'asIs'`. Undefined before `fit`. */
  get input(): 'counts' | 'asIs' | undefined {
    const scale = this.#engine.life.fitted?.scale;
    return scale === 'logCounts' ? 'counts' : scale;
  }

  /**
   * Categories of a covariate, in the order of the one-hot columns.
   *
   * @throws Error before `fit`; RangeError for a covariate of values, or one that `fit` wasn't given.
   */
  categories(covariate: keyof Covariates & string): readonly string[] {
    const { covariates } = this.fitted('categories');
    const known = Object.hasOwn(covariates, text('categories: covariate', covariate));
    const categories = known ? covariates[covariate]!.categories : undefined;
    if (categories) return categories;
    const expected = 'a covariate of categories that fit was given';
    throw badValue({ argument: 'categories', expected, received: `'${covariate}'` });
  }

  /**
   * Trains on cells, from the start or, with `resume: true`, from where the last run stopped.
   *
   * The same seed, cells, machine and backend give the same weights to the bit. With `signal`, an abort leaves the system
   * at the end of the last whole epoch, usable and resumable; with `earlyStopping`, it then uses the best epoch so far, and resumes from
   * the last. With `checkpoint`, the run is kept in a file and survives a kill.
   *
   * @param x - [cells, genes]: dense, CSR, `tf.Tensor2D` or rows.
   * @param columns - `batch` and covariates by name, one entry per cell; or the batch alone. Without `batch`, all cells belong
   * to one batch.
   * @param options - See {@link SystemFitOptions}.
   * @returns The system itself.
   * @throws RangeError on an unknown or missing column, a column of another length, values that aren't finite, negative values
   * where counts are needed; Error (`ZBIO_BAD_NUMBERS`) on a loss, a gradient or a weight that stops being finite, which names the
   * term, the variable, the step and cells: the model is back at the end of the last good epoch.
   */
  async fit(x: MatrixLike, columns: KnownColumns<Covariates>, options: SystemFitOptions = {}): Promise<this> {
    const epochs = this.fitEpochs(x, columns, options);
    while (!(await epochs.next()).done);
    return this;
  }

  /**
   * Trains as {@link System.fit} does and yields the record of each epoch: for notebooks and web pages. Leaving the loop ends
   * training after that epoch; the model stays usable and resumable.
   *
   * @example
   * ```ts
   * for await (const { epoch, epochs, total } of model.fitEpochs(x, { batch })) console.log(`${epoch + 1}/${epochs} ${total}`);
   * ```
   */
  async *fitEpochs(
    x: MatrixLike,
    columns: KnownColumns<Covariates>,
    options: SystemFitOptions = {},
  ): AsyncGenerator<EpochRecord, void> {
    checkFitOptions(options);
    const { recipe, life } = this.#engine;
    const train: Train<Parts> = (all, keeping) =>
      life.train(all, (earlier) => prepareFit(x, columnsByName(columns), all, recipe, earlier), keeping);
    const { checkpoint } = options;
    if (!checkpoint) return yield* train(options);
    const { trainKept } = await import('./trainKept.js');
    yield* trainKept(this.#engine, checkpoint, options, train);
  }

  /**
   * Encodes cells: the means of their latents, in evaluation mode, one row per cell.
   *
   * @param x - [cells, genes], as at `fit`; streamed in chunks.
   * @param covariates - The columns that the encoder reads; default none.
   * @returns One plain matrix [cells, size] per latent, nothing to dispose.
   * @throws Error before `fit`, and on cells whose result isn't finite, which it names; RangeError on missing genes, other units, a
   * category that `fit` didn't see (with the nearest), or a missing column that the encoder reads.
   */
  async transform(
    x: MatrixLike,
    covariates: Partial<Covariates> & BatchColumn = {} as Partial<Covariates>,
    options: CellOptions = {},
  ): Promise<Record<Latent, Matrix>> {
    const latents = await this.#engine.life.use(
      'transform',
      async ({ assembly }) => encodeSystem(assembly, await this.cells('transform', x, covariates, options)),
      { statistics: false },
    );
    return latents as Record<Latent, Matrix>;
  }

  /**
   * Maps new batches onto the trained model. Returns a new model, which has these batches too; this one stays as it is.
   *
   * For each new batch, a scale and a shift behind the encoder's first norm are trained so that z_bio of its cells doesn't depend on
   * whether they are new or remembered cells of `fit`; nothing else of the encoder moves. `transform(x, { batch })` of the new model
   * applies them to cells of the new batches; cells of the batches of `fit` keep their latents to the bit. A decoder that reads
   * the batch gets a column for it, fitted on reconstruction. Steps: 400 per batch, whatever its size. See `docs/mapping.md`.
   *
   * It may be repeated, and called on a loaded model. A model with added batches can't be trained further.
   *
   * @param x - Cells of the new batches alone. [cells, genes], as for `transform`.
   * @param batch - The batch of each cell, one that the model doesn't have yet.
   * @param options - See {@link ExtendOptions}.
   * @returns A model of the same class, to be disposed like this one.
   * @throws Error (`ZBIO_BAD_STATE`) before `fit`, on a model without memory, and on one whose encoder can't be extended: it needs a
   * batch norm in its first layer, and must not read the batch; RangeError on a batch that the model has, or as `transform`.
   * @example
   * ```ts
   * const mapped = await model.extend(query.x, batch, { genes: query.varNames });
   * const { bio } = await mapped.transform(query.x, { batch, genes: query.varNames });
   * ```
   */
  async extend(x: MatrixLike, batch: Categories | BatchColumn, options: ExtendOptions = {}): Promise<this> {
    const { recipe, life } = this.#engine;
    const { readExtendOptions } = await import('./extend/extendOptions.js');
    readExtendOptions(options);
    const extended = await life.use('extend', async (fitted) => {
      checkWhole('extend', life.missing);
      const { extendSystem } = await import('./extendSystem.js');
      const checkAlive = () => life.checkAlive('extend');
      return extendSystem(x, batch, options, { recipe, fitted, checkAlive });
    });
    const Same = this.constructor as new (options: Options) => this;
    const model = new Same(this.options);
    engineOf(model).life.adopt(extended as Fitted<never>, []);
    return model;
  }

  /**
   * Packs the system into one file: a JSON header (options, genes, categories, state of random streams and optimizers) and the
   * weights. While `fit` runs, the file holds the last whole epoch, and resumes from there to the bit. A save that has begun ends even
   * if the system is disposed meanwhile.
   *
   * @throws Error before `fit`, and on a model that was loaded without the options that its file couldn't hold.
   */
  async save(): Promise<ArrayBuffer>;
  /** Writes the system to a path (Node). */
  async save(path: string): Promise<ArrayBuffer>;
  async save(path?: string): Promise<ArrayBuffer> {
    const { recipe, life } = this.#engine;
    if (path !== undefined) text('save: path', path);
    const pack = async (fitted: Fitted): Promise<ArrayBuffer> => {
      checkWhole('save', life.missing);
      const { packSystem } = await import('./packSystem.js');
      return packSystem(recipe, fitted);
    };
    const bytes = await life.use('save', pack, { outlives: true });
    if (path === undefined) return bytes;
    const { writeFile } = await import('../platform/writeFile.js');
    await writeFile(path, new Uint8Array(bytes));
    return bytes;
  }

  /**
   * Frees the system's tfjs variables. Afterwards every call throws. A call that is running stops at its next step or chunk of
   * cells and rejects; the variables are freed then.
   */
  dispose(): void {
    this.#engine.life.dispose();
  }

  /** {@link System.dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** For verbs: the result of `fit`. Throws before `fit` and after `dispose`; the message names the call. */
  protected fitted(call: string): Fitted<Parts> {
    return this.#engine.life.require(call);
  }

  /**
   * For verbs: runs a whole call. It reads the weights of a whole epoch, waiting for the end of one that is under way, and it
   * rejects with one sentence if the model is disposed meanwhile.
   *
   * @param name - Name of the call, for messages.
   */
  protected call<T>(name: string, task: (fitted: Fitted<Parts>) => Promise<T>): Promise<T> {
    return this.#engine.life.use(name, task);
  }

  /**
   * For verbs: checks and codes cells for {@link mapCells}.
   *
   * @param needed - Columns that the call requires; default those that the encoder reads.
   */
  protected async cells(
    call: string,
    x: MatrixLike,
    covariates: Partial<Covariates> & BatchColumn,
    options: CellOptions,
    needed?: readonly string[],
  ): Promise<SystemCells> {
    const { recipe, life } = this.#engine;
    const fitted = this.fitted(call);
    const required = needed ?? encodedColumns(recipe, fitted);
    const checkAlive = () => life.checkAlive(call);
    return systemCells(call, x, covariates, options, { recipe, fitted, needed: required, checkAlive });
  }
}
