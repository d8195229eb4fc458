import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { likelihoods } from '../../distributions/likelihoods.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import { createClassifier } from '../../nn/networks/createClassifier.js';
import { createGaussianEncoder } from '../../nn/networks/createGaussianEncoder.js';
import { createLabelPrior, type LabelPrior } from '../../nn/networks/createLabelPrior.js';
import { createMlp, type Mlp } from '../../nn/networks/createMlp.js';
import { createStandardScaler } from '../../nn/networks/createStandardScaler.js';
import { logNormalize } from '../../preprocess/logNormalize.js';
import type { TrainingSet } from '../../train/minibatch.js';
import { groupCodes, groupShape, referenceColumns } from './groups.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';

/** A cell's depth is its count total in these units. */
export const countsPerUnit = 100;

/** A statistic of the training cells: a variable that isn't trained, so that a model's file holds it. */
export interface Statistic {
  values: tf.Variable<tf.Rank.R2>;
  variables: readonly tf.Variable[];
}

/** What there is for each condition type. */
export interface ConditionNetworks {
  /** Scaled expression -> [mean | log variance]. */
  encoder: Mlp;
  /** z_k -> logits of the label. */
  classifier: Network;
  /** A learned Gaussian per label. */
  prior: LabelPrior;
  /** For each group the one with the same label that it is compared with, see {@link referenceColumns}. [groups, groups] */
  references: Statistic;
  /** Mean latent of each label's training cells. [labels, size] */
  centroids: Statistic;
}

/** The networks of the method. */
export interface ScDisInFactNetworks {
  /** log1p of counts per hundred -> mean 0 and variance 1. */
  scaler: Network;
  /** [scaled expression | batch] -> [mean | log variance]. */
  shared: Network;
  /** [z_0 | z_1 … z_K | batch] -> [a | b | c], as many as the likelihood has; see {@link reconstruction}. */
  decoder: Network;
  /** For each group the one that it is compared with, see {@link referenceColumns}. [groups, groups] */
  references: Statistic;
  /** By condition type. */
  conditions: Readonly<Record<string, ConditionNetworks>>;
}

/** What is needed to make any of them. */
interface Source {
  shape: SystemShape;
  options: ResolvedScDisInFact;
  /** The training cells, when fitting. */
  cells: TrainingSet | undefined;
}

const logCounts = ({ x }: TrainingSet): Matrix | CsrMatrix => logNormalize(x, countsPerUnit);

function createStatistic(shape: [rows: number, columns: number], from?: () => Matrix): Statistic {
  const initial = (): tf.Tensor2D => (from ? tf.tensor2d(from().data, shape) : tf.zeros(shape));
  const values = variable<tf.Rank.R2>(shape, initial, { trainable: false });
  return { values, variables: [values] };
}

function createReferences({ shape, options, cells }: Source, within?: number): Statistic {
  const groups = groupShape(shape, options.conditions);
  return createStatistic(
    [groups.groups, groups.groups],
    cells && (() => referenceColumns(groupCodes(cells, options.conditions), groups, within)),
  );
}

function createCondition(source: Source, name: string, at: number): ConditionNetworks {
  const { genes, batches, covariates, rng } = source.shape;
  const { latent, hidden, dropout, batchIntoConditions } = source.options;
  const [labels, size] = [covariates[name]!.size, latent[name]!];
  const stream = (kind: string) => rng.stream(`${kind}/${name}`);
  return {
    encoder: createGaussianEncoder({
      inputs: genes + (batchIntoConditions ? batches.length : 0),
      outputs: size,
      hidden: [hidden],
      norm: 'none',
      dropout,
      rng: stream('encoder'),
    }),
    classifier: createClassifier({ inputs: size, classes: labels, hidden: [], rng: stream('classifier') }),
    prior: createLabelPrior({ labels, size, rng: stream('prior') }),
    references: createReferences(source, at + 1),
    centroids: createStatistic([labels, size]),
  };
}

/** How many outputs the decoder has for each gene: a mean, and what else the likelihood needs. */
function headsOf(likelihood: ResolvedScDisInFact['likelihood']): number {
  if (likelihood === 'squaredError') return 1;
  const { spread, dropout } = likelihoods[likelihood];
  return 1 + Number(spread) + Number(dropout);
}

/** Makes the networks. Without cells, statistics are zeros. */
export function createScDisInFactNetworks(
  shape: SystemShape,
  options: ResolvedScDisInFact,
  cells?: TrainingSet,
): ScDisInFactNetworks {
  const source = { shape, options, cells };
  const { conditions, latent, hidden, dropout, likelihood } = options;
  const { genes, batches, rng } = shape;
  const deep = { hidden: [hidden, hidden], norm: 'none', dropout } as const;
  const size = Object.values<number>(latent).reduce((sum, next) => sum + next, 0);
  const named = conditions.map((name, i) => [name, createCondition(source, name, i)] as const);
  return {
    scaler: createStandardScaler(genes, cells && logCounts(cells)),
    shared: createGaussianEncoder({
      ...deep,
      inputs: genes + batches.length,
      outputs: latent['shared']!,
      rng: rng.stream('shared'),
    }),
    decoder: createMlp({
      ...deep,
      inputs: size + batches.length,
      outputs: headsOf(likelihood) * genes,
      rng: rng.stream('decoder'),
    }),
    references: createReferences(source),
    conditions: Object.fromEntries(named),
  };
}

/** All networks by one name each, as an assembly has them: those of a condition type as `encoder/treatment`. */
export function flatNetworks({ conditions, ...networks }: ScDisInFactNetworks): Assembly['networks'] {
  const named = Object.entries(conditions).flatMap(([name, condition]) =>
    Object.entries(condition).map(([kind, network]) => [`${kind}/${name}`, network] as const),
  );
  return { ...networks, ...Object.fromEntries(named) };
}
