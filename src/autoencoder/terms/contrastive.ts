import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { contrastiveLoss, contrastiveTable } from '../../losses/contrastiveLoss.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link contrastive}. */
export interface ContrastiveOptions extends TermOptions {
  /** Latent block that is compared; default `'bio'`. */
  on?: BlockName;
  /** Temperature of the similarities; default 0.2. */
  temperature?: number;
}

const table = {
  ...termTable,
  name: (argument, given = 'contrastive') => text(argument, given),
  on: (argument, given = 'bio') => blockName(argument, given),
  temperature: contrastiveTable.temperature,
} satisfies OptionTable<ContrastiveOptions>;

/**
 * Adds a contrastive loss on z_bio: it draws two noisy views of the same cell together (NT-Xent).
 *
 * If `fit` was given labels, it draws all cells of one label together (supervised contrastive loss). The views differ by the
 * input noise only: for Gaussian latents, the means are compared.
 * Sources: Chen et al. 2020 (SimCLR); Khosla et al. 2020 (SupCon).
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * new DisentangledAE({ terms: [...defaultTerms(), contrastive({ weight: 0.5 })], noise: inputNoise({ dropout: 0.3 }) });
 * ```
 */
export function contrastive(options: ContrastiveOptions = {}): LossTerm {
  const { name, weight, on, temperature } = readOptions('contrastive', options, table);
  return {
    name,
    weight,
    loss: (pass) => {
      const labels = pass.labels ? { labels: pass.labels } : {};
      return contrastiveLoss(pass.mean[on], pass.view().mean[on], { temperature, ...labels });
    },
  };
}
