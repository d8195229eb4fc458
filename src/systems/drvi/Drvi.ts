import * as tf from '@tensorflow/tfjs';
import { encodeLabels, oneHotRows } from '../../matrix/labels.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { BatchColumn } from '../../model/covariateColumns.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import type { CellOptions, CorrectOptions } from '../../model/map/cellOptions.js';
import { System } from '../../model/System.js';
import { encodeSystem, mapCells } from '../../model/systemCells.js';
import type { Mode } from '../../nn/network.js';
import { rowForEach } from '../../tensor/rowForEach.js';
import { describeDimensions } from './dimensions.js';
import { type DrviOptions, resolveDrviOptions } from './drviOptions.js';
import { assembleDrvi, type DrviAssembly } from './drviPhases.js';
import { effectsInCells } from './effectsInCells.js';
import type { DrviInterpretation } from './interpretation.js';
import { likelihoods } from './likelihoods.js';
import type { SplitModel } from './splitModel.js';
import { effectsOfTraversal } from './traverseDimensions.js';

/** About as many steps for any number of cells from 20,000 on; 400 passes over fewer. */
const usualEpochs = (cells: number): number => Math.max(1, Math.min(Math.round((20_000 / cells) * 400), 400));

const drvi: SystemDefinition<DrviOptions> = {
  kind: 'Drvi',
  scale: ({ likelihood = 'negativeBinomial' }) => (likelihoods[likelihood].counts ? 'counts' : 'asIs'),
  plan: ({ cells }) => ({ epochs: usualEpochs(cells), batchSize: 128, dropLast: false }),
  build: assembleDrvi,
};

/** Expected values of cells as if all of the batch of that code. */
function decodeAs(
  { decoder, decoderInput, likelihood }: DrviAssembly,
  x: tf.Tensor2D,
  z: tf.Tensor2D,
  batch: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  return likelihood.expected(x, decoder.apply(decoderInput(z, batch), mode));
}

/**
 * DRVI: a variational autoencoder whose latent dimensions stand for one process each, found without labels.
 *
 * Each dimension goes through the decoder by itself, and what comes out adds up as counts do ({@link createAdditiveDecoder});
 * so a process that adds its own genes gets its own dimension, which can be read off gene by gene. The batch enters the
 * decoder only. L = -log p(x) + w(t)·KL, w rising from 0 to 1 over the run.
 *
 * It owns tfjs variables: call `dispose()` (or use `using`) when done.
 *
 * @see Moinfar and Theis 2024, Unsupervised deep disentangled representation of single-cell omics,
 * https://github.com/theislab/drvi
 * @example
 * ```ts
 * const model = await new Drvi({ latent: 32 }).fit(counts, { batch });
 * const { z } = await model.transform(counts); // Matrix [cells, 32]
 * const { dimensions } = await model.interpret(counts, { batch });
 * ```
 */
export class Drvi extends System<DrviOptions, object, 'z'> {
  /**
   * @param options - See {@link DrviOptions}.
   * @throws RangeError on an unknown or impossible option.
   */
  constructor(options: DrviOptions = {}) {
    super(drvi, { ...options, ...resolveDrviOptions(options) });
  }

  /**
   * A model out of a file of `save`; see {@link loadSystem}.
   *
   * @throws RangeError on a foreign, truncated or damaged file.
   */
  static load(source: ArrayBuffer | Uint8Array | string): Promise<Drvi> {
    return loadSystem(drvi, source, (options) => new Drvi(options));
  }

  /**
   * The values that the model expects of cells, each of its own batch and total.
   *
   * @param x - [cells, genes]
   * @param columns - `batch`, if `fit` got several.
   * @returns [cells, genes], counts if the likelihood is of counts.
   * @throws RangeError as {@link System.transform}, and on a batch that `fit` didn't see.
   */
  async reconstruct(x: MatrixLike, columns: BatchColumn = {}, options: CellOptions = {}): Promise<Matrix> {
    const cells = await this.cells('reconstruct', x, columns, options, ['batch']);
    const assembly = this.#assembly('reconstruct');
    return mapCells(cells, cells.x.shape[1], ({ x, batch }, mode) =>
      decodeAs(assembly, x, assembly.means(x, mode), batch!, mode),
    );
  }

  /**
   * The values that the model expects of cells if they came from another batch.
   *
   * @param x - [cells, genes]
   * @param options - `to`: the batch; default the mean over all batches.
   * @returns [cells, genes], at each cell's own total.
   * @throws RangeError as {@link System.transform}, and on a batch that `fit` didn't see.
   */
  async correct(x: MatrixLike, { to, ...options }: CorrectOptions = {}): Promise<Matrix> {
    const { batches } = this.fitted('correct');
    const wanted = to === undefined ? batches : [to];
    const { codes } = encodeLabels('correct: to', wanted, batches);
    const cells = await this.cells('correct', x, {}, options);
    const assembly = this.#assembly('correct');
    return mapCells(cells, cells.x.shape[1], ({ x }, mode) => {
      const z = assembly.means(x, mode);
      const decoded = Array.from(codes, (code) =>
        decodeAs(assembly, x, z, rowForEach(z, oneHotRows([code], batches.length)), mode),
      );
      return tf.addN(decoded).div(decoded.length);
    });
  }

  /**
   * What the dimensions stand for: their order by effect, which have vanished, and how strongly each moves each gene.
   *
   * In distribution, the effect of dimension k on gene g in a cell is `-log(1 - share)`, its share in the gene being
   * `exp s_kg / (Σ_j exp s_jg + 1e-6 Σ_jh exp s_jh)`; a dimension's `effect` is the sum over genes and cells. (With `pooling:
   * 'mean'`: |s_kg|.) Out of distribution, each dimension goes through the range that it has in these cells. Logits are
   * computed a few cells at a time, within the same budget as {@link pooledLogits}.
   *
   * @param x - [cells, genes]; those of `fit`, or a sample of them.
   * @param columns - `batch`, if `fit` got several.
   * @returns Plain values; {@link rankGenes} makes lists of genes of them.
   * @throws RangeError as {@link System.transform}, and on a batch that `fit` didn't see.
   */
  async interpret(
    x: MatrixLike,
    columns: BatchColumn = {},
    options: CellOptions = {},
  ): Promise<DrviInterpretation> {
    const cells = await this.cells('interpret', x, columns, options, ['batch']);
    const { batches, genes } = this.fitted('interpret');
    const assembly = this.#assembly('interpret');
    const { z } = (await encodeSystem(assembly, cells)) as { z: Matrix };
    const model: SplitModel = { ...assembly, genes, batches: batches.length };
    const { effects, scores } = await effectsInCells(model, z, cells.batch!.codes);
    const dimensions = describeDimensions(z, effects);
    const found = { dimensions, inDistribution: scores };
    if (assembly.pooling === 'mean') return found;
    const byColumn = [...dimensions].sort((a, b) => a.column - b.column);
    const up = Float32Array.from(byColumn, ({ max }) => Math.max(max, 0));
    const down = Float32Array.from(byColumn, ({ min }) => Math.min(min, 0));
    return { ...found, outOfDistribution: await effectsOfTraversal(model, up, down) };
  }

  #assembly(call: string): DrviAssembly {
    return this.fitted(call).assembly as DrviAssembly;
  }
}
