import { anObject } from '../../check/checks.js';
import type { Categories } from '../../matrix/categories.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { BatchColumn } from '../../model/covariateColumns.js';
import type { SystemDefinition } from '../../model/definition.js';
import { loadSystem } from '../../model/loadSystem.js';
import type { CellOptions } from '../../model/map/cellOptions.js';
import { System } from '../../model/System.js';
import { groupShape } from './groups.js';
import { predictCounts, resolveTarget } from './predictCounts.js';
import { type KeyGene, rankKeyGenes } from './rankKeyGenes.js';
import {
  type ResolvedScDisInFact,
  resolveScDisInFact,
  type ScDisInFactOptions,
} from './scDisInFactOptions.js';
import { assembleScDisInFact, type ScDisInFactAssembly } from './scDisInFactPhases.js';

/** Cells of each group in a minibatch. */
const cellsPerGroup = 64;

const scDisInFact: SystemDefinition<ResolvedScDisInFact, ScDisInFactAssembly> = {
  kind: 'ScDisInFact',
  covariates: ({ conditions }) => ({
    batch: { kind: 'categories', required: false, encoded: true },
    ...Object.fromEntries(conditions.map((name) => [name, { kind: 'categories' }] as const)),
  }),
  scale: () => 'counts',
  plan: (shape, { conditions }) => ({
    epochs: 100,
    batchSize: cellsPerGroup * groupShape(shape, conditions).groups,
  }),
  build: (shape, options, { cells }) => assembleScDisInFact(shape, options, cells),
};

/** Options of {@link ScDisInFact.predict}. */
export interface ScDisInFactPredictOptions<Condition extends string> extends CellOptions {
  /** The labels and the batch to predict under; what isn't named stays as it is. */
  to: Partial<Record<Condition | 'batch', string | number>>;
}

/**
 * scDisInFact: splits cells of several batches under several conditions into what all conditions share (`shared`: cell type,
 * state) and one latent per condition type, from which its label can be read; predicts counts under other conditions and in
 * other batches; finds the genes that distinguish the labels of a condition.
 *
 * L_0 = L_rec + klShared·KL(z_0 ‖ N(0, I)) + mmdShared·MMD(z_0; all groups)
 *
 * L_1…K = L_rec + Σ_k [klConditions·KL(z_k ‖ N(m_c, exp v_c)) + classification·CE(C_k(z_k), c_k) +
 * mmdConditions·MMD(z_k; groups of one label) + groupLasso·mean_g ‖W_kg‖]
 *
 * L_rec is -log NB(x; decoder(z_0, z_1 … z_K, batch)); each z_k has one learned prior per label and a linear classifier C_k;
 * MMD keeps the batch and the other conditions out of every latent; a group lasso on W_k, the first layer of a condition's
 * encoder, picks the genes that it reads. The weights are {@link ScDisInFactWeights}. A minibatch holds the same number of
 * cells of every group (batch x labels); L_0 moves the shared encoder, L_1…K the conditions' networks, both the decoder.
 * Maths, differences from the publication and a comparison: `docs/systems/scdisinfact.md`. Call `dispose()` (or use `using`)
 * when done.
 *
 * @see Zhang et al., scDisInFact: disentangled learning for integration and prediction of multi-batch multi-condition
 * single-cell RNA-sequencing data, Nature Communications 2024; github.com/ZhangLabGT/scDisInFact.
 * @example
 * ```ts
 * const model = new ScDisInFact({ conditions: ['treatment'], seed: 1 });
 * await model.fit(counts, { batch, treatment });
 * const { shared, treatment: response } = await model.transform(counts, { batch });
 * const treated = await model.predict(counts, { batch, treatment }, { to: { treatment: 'drug' } });
 * const [first] = (await model.keyGenes()).treatment;
 * ```
 */
export class ScDisInFact<Condition extends string = string> extends System<
  ResolvedScDisInFact<Condition>,
  Record<Condition, Categories>,
  Condition | 'shared',
  ScDisInFactAssembly
> {
  /**
   * @param options - The condition types, and what differs from the defaults.
   * @throws RangeError on an unknown option or one out of range; TypeError on conditions that aren't a list of names.
   */
  constructor(options: ScDisInFactOptions<Condition>) {
    super(scDisInFact, resolveScDisInFact(options));
  }

  /**
   * A model out of a file of `save`: same latents to the bit; `fit` with `resume: true` goes on as if never interrupted.
   *
   * @param source - Bytes, or a path (Node).
   * @throws Error on a foreign, truncated or damaged file.
   */
  static load(source: ArrayBuffer | Uint8Array | Blob | string): Promise<ScDisInFact> {
    return loadSystem(scDisInFact, source, (options) => new ScDisInFact(options));
  }

  /**
   * Expected counts of the same cells under other labels, in another batch, or both. Each cell keeps its shared latent; a
   * condition's latent moves by the difference of the labels' centroids, `z_k + c_target - c_own`; the decoder gets the batch
   * that is asked for; the result is at the cell's own depth. With a batch alone, the counts without the batch effect.
   *
   * @param x - Counts, as at `fit`; streamed in chunks. [cells, genes]
   * @param covariates - The cells' own batch, and their own labels of the conditions that `to` names.
   * @returns [cells, genes], nothing to dispose.
   * @throws RangeError on an empty target, a category that `fit` didn't see (with the nearest) or a missing column.
   * @example
   * ```ts
   * const asControlOfDonor2 = await model.predict(x, { batch, treatment }, { to: { treatment: 'ctrl', batch: 'donor 2' } });
   * ```
   */
  async predict(
    x: MatrixLike,
    covariates: Partial<Record<Condition, Categories>> & BatchColumn,
    options: ScDisInFactPredictOptions<Condition>,
  ): Promise<Matrix> {
    const argument = 'predict: options';
    anObject(argument, options, 'a target such as { to: { batch: … } }');
    const { to, ...cellOptions } = options;
    return this.call('predict', async (fitted) => {
      const target = resolveTarget(to, fitted);
      const needed = ['batch', ...Object.keys(target.conditions)];
      const cells = await this.cells('predict', x, covariates, cellOptions, needed);
      return predictCounts(fitted.assembly.model, cells, target);
    });
  }

  /**
   * How strongly each condition's encoder reads each gene; the gene with the largest weights first.
   *
   * @returns All genes, one list per condition type.
   */
  async keyGenes(): Promise<Record<Condition, KeyGene[]>> {
    return this.call('keyGenes', async ({ assembly, genes, geneNames }) => {
      const ranked: Record<string, KeyGene[]> = {};
      for (const [name, { encoder }] of Object.entries(assembly.model.networks.conditions)) {
        ranked[name] = await rankKeyGenes(encoder.inputWeights, genes, geneNames);
      }
      return ranked;
    });
  }
}
