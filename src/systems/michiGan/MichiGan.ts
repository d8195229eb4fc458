import { sameLength } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { asMatrix } from '../../matrix/asMatrix.js';
import { checkFinite } from '../../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import { System } from '../../model/System.js';
import { createRng } from '../../random/rng.js';
import { generateCells } from './generateCells.js';
import {
  type MichiGanOptions,
  type ResolvedMichiGanOptions,
  resolveMichiGanOptions,
} from './michiGanOptions.js';
import { assembleMichiGan, type MichiGanAssembly } from './michiGanPhases.js';

/** What {@link MichiGan.fit} takes beside the cells. */
export interface MichiGanCovariates {
  /** With `codes: 'given'`: each cell's latents, of any other model. [cells, dims] */
  codes?: MatrixLike;
}

/** Options of {@link MichiGan.generate}. */
export interface GenerateOptions {
  /** Where the noise is drawn from: another seed gives other cells of the same codes; default 0. */
  seed?: number | string;
  /** Added to every code, see {@link latentDirection}. [dims] */
  shift?: ArrayLike<number>;
}

const table = {
  seed: (_, given = 0) => given,
  shift: asGiven,
} satisfies OptionTable<GenerateOptions>;

const michiGan: SystemDefinition<ResolvedMichiGanOptions, MichiGanAssembly> = {
  kind: 'MichiGan',
  covariates: ({ codes }) => (codes === 'given' ? { codes: { kind: 'values', encoded: true } } : {}),
  meant: () => 'logarithms',
  plan: () => ({ batchSize: 64, dropLast: true }),
  build: assembleMichiGan,
};

function shifted({ data, shape }: Matrix, by: ArrayLike<number>): Matrix {
  sameLength('generate: shift', by.length, shape[1], 'dimension of the codes');
  return { data: data.map((value, i) => value + by[i % shape[1]]!), shape };
}

/**
 * MichiGAN: a disentangled autoencoder, and a conditional GAN that generates cells from its codes. The codes say what is
 * changed (one dimension, or a group's difference), the GAN makes cells of it that are hard to tell from real ones.
 *
 * Stage A, a beta-TCVAE: L = -log N(x; decoder(z), I) + alpha·KL(q(z | x) ‖ N(0, I)) + beta·TC(q(z)).
 *
 * Stage B, a Wasserstein GAN: the critic D minimises mean D(x, y) - mean D(G(y, n), y) + penalty·mean (‖∂D/∂x‖ - 1)², the
 * generator G mean D(G(y, n), y), with y the codes and n noise.
 *
 * The total correlation is estimated by minibatch stratified sampling; the critic takes the code by projection. The cells are
 * taken as they are: give log-normalised ones, best scaled. Maths, differences from the publication and a comparison:
 * `docs/systems/michigan.md`. Call `dispose()` (or use `using`) when done.
 *
 * @see Yu and Welch, MichiGAN: sampling from disentangled representations of single-cell data using generative
 * adversarial networks, Genome Biology 2021.
 * @example
 * ```ts
 * const model = await new MichiGan({ seed: 1 }).fit(x, {}, { epochs: 100 });
 * const { z } = await model.transform(x);
 * const shift = await latentDirection(z, condition, { from: 'control', to: 'stimulated' });
 * const cells = await model.generate(z, { shift, seed: 2 }); // Matrix [cells, genes]
 * ```
 */
export class MichiGan extends System<ResolvedMichiGanOptions, MichiGanCovariates, 'z', MichiGanAssembly> {
  /**
   * @param options - See {@link MichiGanOptions}.
   * @throws RangeError on an unknown option (with the nearest name) or one out of range, TypeError on one of another kind.
   */
  constructor(options: MichiGanOptions = {}) {
    super(michiGan, resolveMichiGanOptions(options));
  }

  /** A system out of a file of `save`: same codes and cells to the bit; `fit` with `resume: true` goes on with it. */
  static load(source: ArrayBuffer | Uint8Array | string): Promise<MichiGan> {
    return loadSystem(michiGan, source, (options) => new MichiGan(options));
  }

  /**
   * Generates one cell from each code.
   *
   * @param codes - Rows of `transform`'s z, edited as you like. [cells, dims]
   * @param options - See {@link GenerateOptions}.
   * @returns [cells, genes], in the units of `fit`'s cells, nothing to dispose. The same codes and seed give the same cells.
   * @throws Error before `fit`; RangeError on codes of other dimensions or that aren't finite, or an unknown option.
   */
  async generate(codes: MatrixLike, options: GenerateOptions = {}): Promise<Matrix> {
    const { seed, shift } = readOptions('generate', options, table);
    const { assembly, genes } = this.fitted('generate');
    const given = toDense(await asMatrix('generate: codes', codes));
    const size = assembly.latent.z;
    if (given.shape[1] !== size) {
      const expected = `[cells, ${size}], as transform gives them`;
      throw badValue({ argument: 'generate: codes', expected, received: `[${given.shape}]` });
    }
    checkFinite('generate: codes', given);
    const parts = { generator: assembly.networks.generator, noise: this.options.noise, genes };
    return generateCells(parts, shift ? shifted(given, shift) : given, createRng(seed));
  }
}
