import { readOptions } from '../../check/options.js';
import { likelihoods } from '../../distributions/likelihoods.js';
import { encodeLabels } from '../../matrix/labels.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { BatchColumn } from '../../model/covariateColumns.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import { type CellOptions, type CorrectOptions, correctTable } from '../../model/map/cellOptions.js';
import { System } from '../../model/System.js';
import { encodeSystem } from '../../model/systemCells.js';
import { type DrviOptions, type ResolvedDrviOptions, resolveDrviOptions } from './drviOptions.js';
import { assembleDrvi, type DrviAssembly } from './drviPhases.js';
import { correctedValues, expectedValues } from './expectedValues.js';
import type { DrviInterpretation } from './interpretation.js';
import { interpretDimensions } from './interpretDimensions.js';

/** About the same number of steps for any number of cells from 20,000 on; 400 epochs for fewer. */
const usualEpochs = (cells: number): number => Math.max(1, Math.min(Math.round((20_000 / cells) * 400), 400));

const drvi: SystemDefinition<ResolvedDrviOptions, DrviAssembly> = {
  kind: 'Drvi',
  scale: ({ likelihood }) => (likelihoods[likelihood].counts ? 'counts' : 'asIs'),
  meant: ({ likelihood }) => (likelihoods[likelihood].counts ? 'counts' : 'logarithms'),
  plan: ({ cells }) => ({ epochs: usualEpochs(cells), batchSize: 128, dropLast: false }),
  build: assembleDrvi,
};

/**
 * DRVI: a variational autoencoder whose latent dimensions stand for one process each, found without labels.
 *
 * L = -Σ_g log p(x_g | mean) + w(t)·KL(q(z | x) ‖ N(0, I)), log mean = log total + log softmax(log Σ_k exp f(z_k, batch))
 *
 * Each dimension goes through the decoder f by itself, and what comes out adds up as counts do ({@link
 * createAdditiveDecoder}); so a process that adds its own genes gets its own dimension, which can be read off gene by gene.
 * Only the decoder is told the batch. w rises from 0 to 1 over the run. Maths, differences from the original and a
 * comparison: `docs/systems/drvi.md`. Call `dispose()` (or use `using`) when done.
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
export class Drvi extends System<ResolvedDrviOptions, object, 'z', DrviAssembly> {
  /**
   * @param options - See {@link DrviOptions}.
   * @throws RangeError on an unknown or impossible option.
   */
  constructor(options: DrviOptions = {}) {
    super(drvi, resolveDrviOptions(options));
  }

  /**
   * A model out of a file of `save`; see {@link loadSystem}.
   *
   * @throws Error on a foreign, truncated or damaged file.
   */
  static load(source: ArrayBuffer | Uint8Array | Blob | string): Promise<Drvi> {
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
    return this.call('reconstruct', async ({ assembly }) =>
      expectedValues(assembly.model, await this.cells('reconstruct', x, columns, options, ['batch'])),
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
  async correct(x: MatrixLike, options: CorrectOptions = {}): Promise<Matrix> {
    readOptions('correct', options, correctTable);
    const { to, batch, ...cellOptions } = options;
    return this.call('correct', async ({ assembly, batches }) => {
      const { codes } = encodeLabels('correct: to', to === undefined ? batches : [to], { allowed: batches });
      const cells = await this.cells('correct', x, batch === undefined ? {} : { batch }, cellOptions);
      return correctedValues(assembly.model, cells, codes, batches.length);
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
    return this.call('interpret', async ({ assembly, batches, genes }) => {
      const cells = await this.cells('interpret', x, columns, options, ['batch']);
      const { z } = await encodeSystem(assembly, cells);
      const model = { ...assembly.model, genes, batches: batches.length };
      return interpretDimensions(model, z!, cells.batch!.codes, cells.mapper?.check);
    });
  }
}
