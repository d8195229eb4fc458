import { oneOf, text } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { asMatrix } from '../matrix/asMatrix.js';
import type { Categories } from '../matrix/categories.js';
import { classMeans } from '../matrix/classMeans.js';
import { encodeLabels } from '../matrix/labels.js';
import type { MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';

/** The two groups of {@link latentDirection}. */
export interface LatentDirectionOptions {
  /** The group where the direction starts. */
  from: string;
  /** The group where the direction ends. */
  to: string;
}

const table = {
  from: text,
  to: text,
} satisfies OptionTable<LatentDirectionOptions>;

/**
 * The direction from one group of cells to another in a latent space: the mean of z over the cells of group `to` minus
 * the mean over those of group `from`. Added to a cell's code, it predicts the cell's code in the other group (latent
 * arithmetic), for example a cell type's response to a stimulus that was measured in other types only.
 *
 * @param z - Latents of any model. [cells, dims]
 * @param labels - The group of each cell. [cells]
 * @returns The direction. [dims]
 * @throws RangeError if lengths disagree, a group has no cells (the error suggests the nearest name), or an option is
 * unknown.
 * @see Lotfollahi et al., scGen, Nature Methods 2019; Yu and Welch, MichiGAN, Genome Biology 2021.
 * @example
 * ```ts
 * const shift = await latentDirection(z, condition, { from: 'control', to: 'stimulated' });
 * const stimulated = await model.generate(zOfControls, { shift });
 * ```
 */
export async function latentDirection(
  z: MatrixLike,
  labels: Categories,
  options: LatentDirectionOptions,
): Promise<Float32Array> {
  const { from, to } = readOptions('latentDirection', options, table);
  const latents = toDense(await asMatrix('latentDirection: z', z));
  const [cells, dims] = latents.shape;
  const rules = { cells, of: 'cell of z' };
  const { categories, codes } = encodeLabels('latentDirection: labels', labels, rules);
  const means = classMeans(latents, codes, categories.length).data;
  const [start, end] = [
    oneOf('latentDirection: from', from, categories),
    oneOf('latentDirection: to', to, categories),
  ];
  const meanOf = (group: string) => means.subarray(categories.indexOf(group) * dims).subarray(0, dims);
  return meanOf(end).map((value, dim) => value - meanOf(start)[dim]!);
}
