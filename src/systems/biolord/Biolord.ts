import * as tf from '@tensorflow/tfjs';
import { oneOf, rejectUnknown } from '../../check/checks.js';
import { likelihoods } from '../../distributions/likelihoods.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { BatchColumn } from '../../model/covariateColumns.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import { inference } from '../../model/map/inferenceMode.js';
import { System } from '../../model/System.js';
import type { SystemCells } from '../../model/systemCells.js';
import {
  type AttributeColumns,
  type AttributeName,
  type AttributeValue,
  type BiolordCodeOptions,
  type BiolordPrediction,
  type BiolordPredictOptions,
  knownAttributes,
} from './attributes.js';
import {
  type AttributeKinds,
  type BiolordOptions,
  type ResolvedBiolordOptions,
  resolveBiolordOptions,
} from './biolordOptions.js';
import { assembleBiolord, type BiolordAssembly } from './biolordPhases.js';
import { codedCells, decodeCells } from './codedCells.js';
import { attributeRows, combinations, withAttributes } from './counterfactual.js';

/** A quarter of the original's, at ten times its learning rate. */
const usualEpochs = (cells: number): number => Math.max(1, Math.min(Math.round(2e6 / cells), 100));

const biolord: SystemDefinition<ResolvedBiolordOptions, BiolordAssembly> = {
  kind: 'Biolord',
  covariates: ({ attributes }) => ({
    batch: { kind: 'categories', required: false, encoded: true },
    ...Object.fromEntries(Object.entries(attributes).map(([name, kind]) => [name, { kind, encoded: true }])),
  }),
  scale: ({ likelihood }) => (likelihoods[likelihood].counts ? 'counts' : 'asIs'),
  meant: ({ likelihood }) => (likelihoods[likelihood].counts ? 'counts' : 'logarithms'),
  cellRows: true,
  plan: ({ cells }) => ({ epochs: usualEpochs(cells), dropLast: false }),
  build: assembleBiolord,
};

/**
 * Biolord: separates what is known of cells (type, condition, batch, dose, time …) from what isn't, and predicts cells as they
 * would be if they had other attributes, also in combinations and at doses that nobody has measured.
 *
 * L = -log p(x | m) + a·mean (m - x)² + b·mean ‖u + σ·ε‖² + c·½‖w‖², m = decoder(u + σ·ε, vectors of the attributes)
 *
 * Each training cell has a code u of its own, which is learnt like a weight; noise on u and a penalty on its length make it
 * cheaper to let the attributes' vectors say what they can. New cells get their code from an encoder that learns beside
 * the model (an addition: the original knows its training cells only). Maths, differences from the original and a
 * comparison: `docs/systems/biolord.md`. Call `dispose()` (or use `using`) when done.
 *
 * @see Piran et al., Disentanglement of single-cell data with biolord, Nature Biotechnology 2024; the package biolord 0.0.3.
 * @example
 * ```ts
 * const model = new Biolord({ attributes: { type: 'categories', condition: 'categories' } });
 * await model.fit(x, { type, condition, batch: donor }); // log-normalised, [cells, genes]
 * const stimulated = await model.predict(controls, { type, condition, batch }, { to: { condition: 'stim' } });
 * ```
 */
export class Biolord<Kinds extends AttributeKinds = AttributeKinds> extends System<
  ResolvedBiolordOptions<Kinds>,
  AttributeColumns<Kinds>,
  'unknown' | (keyof Kinds & string),
  BiolordAssembly
> {
  /**
   * @param options - See {@link BiolordOptions}.
   * @throws RangeError on an unknown or impossible option; TypeError if `attributes` isn't an object.
   */
  constructor(options: BiolordOptions<Kinds>) {
    super(biolord, resolveBiolordOptions(options));
  }

  /**
   * A system out of a file of `save`; see {@link loadSystem}.
   *
   * @throws Error on a foreign, truncated or damaged file.
   */
  static load<Kinds extends AttributeKinds = AttributeKinds>(
    source: ArrayBuffer | Uint8Array | string,
  ): Promise<Biolord<Kinds>> {
    return loadSystem(biolord, source, (options) => new Biolord(options as ResolvedBiolordOptions<Kinds>));
  }

  /**
   * The codes of the training cells, as they were learnt, in the order of `fit`: what is unknown of them. For new cells,
   * `transform` has what the encoder says.
   *
   * @returns [cells, unknown]
   */
  async codes(): Promise<Matrix> {
    const { vectors } = this.fitted('codes').assembly.model.networks.codes;
    return { data: (await vectors.data()) as Float32Array, shape: vectors.shape };
  }

  /**
   * The vectors of categories or values of an attribute.
   *
   * @param values - Such as `['ctrl', 'stim']`, `[0, 0.5, 1]` or, with several numbers per value, `[[0, 1], [1, 0]]`; values that
   * no cell has are welcome, categories aren't.
   * @returns [values, size]
   * @throws RangeError on an attribute or category that `fit` didn't see.
   * @example
   * ```ts
   * const path = await model.vectors('dose', [0, 0.1, 0.2, 0.3]);
   * ```
   */
  async vectors(attribute: AttributeName<Kinds>, values: readonly AttributeValue[]): Promise<Matrix> {
    const fitted = this.fitted('vectors');
    const known = knownAttributes(fitted);
    const name = oneOf('vectors: attribute', attribute, Object.keys(known));
    const rows = attributeRows('vectors: values', values, known[name]!);
    const network = fitted.assembly.model.networks.attributes[name]!;
    const made = tf.tidy(() => network.apply(tf.tensor2d(rows.data, rows.shape), inference));
    const matrix: Matrix = { data: (await made.data()) as Float32Array, shape: made.shape };
    made.dispose();
    return matrix;
  }

  /**
   * The cells as they would be with other attributes: each keeps its code and the attributes that `to` doesn't name.
   *
   * @param x - [cells, genes], in the units of `fit`.
   * @param attributes - Of each cell, as `fit` took them, with the batch if there are several.
   * @param options - See {@link BiolordPredictOptions}; without `to`, the cells as the model sees them.
   * @returns The mean [cells, genes], in the units of x; counts at each cell's own total.
   * @throws RangeError on missing attributes, categories that `fit` didn't see (with the nearest), codes of another shape.
   * @example
   * ```ts
   * const highDose = await model.predict(x, { condition, dose }, { to: { condition: 'drug', dose: 10 } });
   * ```
   */
  async predict(
    x: MatrixLike,
    attributes: AttributeColumns<Kinds> & BatchColumn,
    { to, ...options }: BiolordPredictOptions<Kinds> = {},
  ): Promise<Matrix> {
    const cells = await this.#coded('predict', x, attributes, options);
    return this.#predicted('predict', cells, to ?? {});
  }

  /**
   * {@link Biolord.predict} for every combination of values, one at a time: a grid of counterfactuals.
   *
   * @param grid - Values to go through, by attribute; the last attribute changes first.
   * @example
   * ```ts
   * for await (const { to, mean } of model.predictGrid(x, { condition, dose }, { dose: [0, 1, 10] })) plot(to.dose, mean);
   * ```
   */
  async *predictGrid(
    x: MatrixLike,
    attributes: AttributeColumns<Kinds> & BatchColumn,
    grid: Readonly<Partial<Record<AttributeName<Kinds>, readonly AttributeValue[]>>>,
    options: BiolordCodeOptions = {},
  ): AsyncGenerator<BiolordPrediction<Kinds>, void> {
    const cells = await this.#coded('predictGrid', x, attributes, options);
    for (const to of combinations(grid)) yield { to, mean: await this.#predicted('predictGrid', cells, to) };
  }

  async #coded(
    call: string,
    x: MatrixLike,
    attributes: AttributeColumns<Kinds> & BatchColumn,
    { codes, ...options }: BiolordCodeOptions,
  ): Promise<SystemCells> {
    const cells = await this.cells(call, x, attributes, options);
    return codedCells(call, this.fitted(call).assembly, cells, codes);
  }

  #predicted(call: string, cells: SystemCells, to: object): Promise<Matrix> {
    const fitted = this.fitted(call);
    const known = knownAttributes(fitted);
    rejectUnknown(`${call}: to`, to, Object.keys(known));
    const values = to as Readonly<Record<string, AttributeValue>>;
    return decodeCells(fitted.assembly, withAttributes(call, cells, values, known));
  }
}
