import type { Categories } from '../../matrix/categories.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import { System } from '../../model/System.js';
import { mapCells } from '../../model/systemCells.js';
import { checkCorrectOptions, correctScidrl, type ScidrlCorrectOptions } from './correctScidrl.js';
import { type ResolvedScidrlOptions, resolveScidrlOptions, type ScidrlOptions } from './scidrlOptions.js';
import { assembleScidrl, type ScidrlAssembly } from './scidrlPhases.js';

const scidrl: SystemDefinition<ResolvedScidrlOptions, ScidrlAssembly> = {
  kind: 'Scidrl',
  meant: () => 'logarithms',
  plan: () => ({ epochs: 500, batchSize: 100 }),
  build: assembleScidrl,
};

/** What {@link Scidrl} needs to know of each cell. */
export interface ScidrlCovariates {
  /** Its batch; at least two. */
  batch: Categories;
}

/**
 * SCIDRL: integrates batches by a deterministic denoising autoencoder whose latent is cut in two. z_noise must tell the
 * batch, to a linear classifier C; z_bio must not, to a discriminator D behind a gradient reversal by λ:
 *
 * L = Σ_g BCE(x, x̂) + CE(D(reverse_λ(z_bio)), b) + γ·CE(C(z_noise), b)
 *
 * Every cell is brought to [0, 1] by its own smallest and largest value; half of the encoder's input is dropped while
 * training. The defaults are the publication's: among them 500 epochs and minibatches of 100 cells. Maths, differences from
 * the publication and a comparison: `docs/systems/scidrl.md`. Call `dispose()` (or use `using`) when done.
 *
 * @see Guo et al., Nucleic Acids Research 2022, 50(2):e8.
 * @example
 * ```ts
 * using model = new Scidrl({ seed: 1 });
 * await model.fit(log1p(normalizeTotal(adata.x)), { batch: labels(adata.obs, 'batch') });
 * const { bio, noise } = await model.transform(x);   // Matrix [cells, 14], [cells, 2]
 * const corrected = await model.correct(x);          // [cells, genes], in the units of x
 * ```
 */
export class Scidrl extends System<ResolvedScidrlOptions, ScidrlCovariates, 'noise' | 'bio', ScidrlAssembly> {
  /**
   * @param options - See {@link ScidrlOptions}.
   * @throws RangeError on an unknown option (with the nearest name) or one out of range; TypeError on a list that isn't one.
   */
  constructor(options: ScidrlOptions = {}) {
    super(scidrl, resolveScidrlOptions(options));
  }

  /**
   * A system out of a file of `save`: same latents to the bit; `fit` with `resume: true` goes on as if never interrupted.
   *
   * @param source - Bytes, or a path (Node).
   * @throws Error on a foreign, truncated or damaged file.
   */
  static load(source: ArrayBuffer | Uint8Array | Blob | string): Promise<Scidrl> {
    return loadSystem(scidrl, source, (options) => new Scidrl(options));
  }

  /**
   * Expression without the batch: cells decoded with z_noise := 0.
   *
   * @param x - [cells, genes], as at `fit`; new cells, of new batches too, are possible.
   * @returns [cells, genes]
   * @throws Error before `fit`; RangeError on other genes, values that aren't finite, or an unknown option.
   */
  async correct(x: MatrixLike, options: ScidrlCorrectOptions = {}): Promise<Matrix> {
    checkCorrectOptions(options);
    const { range: _, publishedBatchNorm: __, batch, ...cellOptions } = options;
    return this.call('correct', async ({ assembly }) => {
      const cells = await this.cells('correct', x, batch === undefined ? {} : { batch }, cellOptions);
      return mapCells(cells, cells.x.shape[1], (input, mode) =>
        correctScidrl(assembly, input, mode, options),
      );
    });
  }
}
