import type { Likelihood } from '../../distributions/likelihoods.js';
import type { CovariateShape, SystemShape } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import { createAttributeNetwork } from '../../nn/networks/createAttributeNetwork.js';
import { createEmbeddingTable, type EmbeddingTable } from '../../nn/networks/createEmbeddingTable.js';
import { createGeneVector } from '../../nn/networks/createGeneVector.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import type { ResolvedBiolordOptions } from './biolordOptions.js';

/** The networks of the method. */
export interface BiolordNetworks {
  /** What is unknown of each training cell. [cells, unknown] */
  codes: EmbeddingTable;
  /** One per attribute: its one-hot or values -> its vectors. The batch is an attribute if there are several. */
  attributes: Readonly<Record<string, Network>>;
  /** [unknown | vectors] -> the mean of x or log shares; for values also their log variance. */
  decoder: Network;
  /** [x | vectors] -> unknown, for cells that have no row in the table. */
  encoder: Network;
  /** Log dispersion of each gene, for counts whose likelihood has one. */
  dispersion?: Network;
}

type Attribute = [name: string, shape: CovariateShape];

/** The attributes in the order in which the decoder reads their vectors. */
function attributesOf({ batches, covariates }: SystemShape): Attribute[] {
  const batch: Attribute = ['batch', { size: batches.length, categories: batches }];
  return [...(batches.length > 1 ? [batch] : []), ...Object.entries(covariates)];
}

/** Length of an attribute's vectors. */
export const vectorSize = (
  { categories }: CovariateShape,
  { category, value }: ResolvedBiolordOptions,
): number => (categories ? category : value);

function attributeNetwork(
  [name, shape]: Attribute,
  options: ResolvedBiolordOptions,
  { rng }: SystemShape,
): Network {
  const stream = rng.stream(`attribute/${name}`);
  const size = vectorSize(shape, options);
  if (shape.categories) return createEmbeddingTable({ rows: shape.size, columns: size, rng: stream });
  const { attributeNetwork: hidden, dropout } = options;
  return createAttributeNetwork({ inputs: shape.size, outputs: size, hidden, dropout, rng: stream });
}

/** Makes the networks for cells of this shape. */
export function createBiolordNetworks(
  shape: SystemShape,
  options: ResolvedBiolordOptions,
  { counts, spread }: Likelihood,
): BiolordNetworks {
  const { cells, genes, rng } = shape;
  const { unknown, decoder, encoder } = options;
  const known = attributesOf(shape);
  const vectors = known.reduce((sum, [, one]) => sum + vectorSize(one, options), 0);
  const outputs = counts ? genes : 2 * genes;
  const inputs = genes + vectors;
  return {
    codes: createEmbeddingTable({ rows: cells, columns: unknown, rng: rng.stream('codes') }),
    attributes: Object.fromEntries(known.map((one) => [one[0], attributeNetwork(one, options, shape)])),
    decoder: createMlp({ inputs: unknown + vectors, outputs, hidden: decoder, rng: rng.stream('decoder') }),
    // Norm by layer: statistics of the training cells would be applied to new cells.
    encoder: createMlp({
      inputs,
      outputs: unknown,
      hidden: encoder,
      norm: 'layer',
      rng: rng.stream('encoder'),
    }),
    ...(counts && spread ? { dispersion: createGeneVector({ genes, rng: rng.stream('dispersion') }) } : {}),
  };
}
