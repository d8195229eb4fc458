import type { CovariateShape, SystemShape } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import { createAttributeNetwork } from '../../nn/networks/createAttributeNetwork.js';
import { createEmbeddingTable, type EmbeddingTable } from '../../nn/networks/createEmbeddingTable.js';
import { createGeneVector } from '../../nn/networks/createGeneVector.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import type { ResolvedBiolordOptions } from './biolordOptions.js';
import type { Likelihood } from './likelihoods.js';

/** The parts of the method. */
export interface BiolordNetworks {
  /** What is unknown of each training cell. [cells, unknown] */
  codes: EmbeddingTable;
  /** One an attribute: its one-hot or values to its vectors. The batch is one if there are several. */
  attributes: Readonly<Record<string, Network>>;
  /** [unknown | vectors] -> the likelihood's columns. */
  decoder: Network;
  /** [x | vectors] -> unknown, for cells that have no row in the table. */
  encoder: Network;
  /** Log dispersion of each gene, for likelihoods that have one. */
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

/** Makes the parts for cells of this shape. */
export function createBiolordNetworks(
  shape: SystemShape,
  options: ResolvedBiolordOptions,
  { heads, dispersed }: Likelihood,
): BiolordNetworks {
  const { cells, genes, rng } = shape;
  const { unknown } = options;
  const known = attributesOf(shape);
  const vectors = known.reduce((sum, [, one]) => sum + vectorSize(one, options), 0);
  return {
    codes: createEmbeddingTable({ rows: cells, columns: unknown, rng: rng.stream('codes') }),
    attributes: Object.fromEntries(known.map((one) => [one[0], attributeNetwork(one, options, shape)])),
    decoder: createMlp({
      inputs: unknown + vectors,
      outputs: heads * genes,
      hidden: options.decoder,
      rng: rng.stream('decoder'),
    }),
    // By layer: statistics of the training cells would meet new cells.
    encoder: createMlp({
      inputs: genes + vectors,
      outputs: unknown,
      hidden: options.encoder,
      norm: 'layer',
      rng: rng.stream('encoder'),
    }),
    ...(dispersed ? { dispersion: createGeneVector({ genes, rng: rng.stream('dispersion') }) } : {}),
  };
}
