import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { SystemShape } from '../../model/assembly.js';
import { createClassifier } from '../../nn/networks/createClassifier.js';
import { createGaussianEncoder } from '../../nn/networks/createGaussianEncoder.js';
import { createLabelPrior } from '../../nn/networks/createLabelPrior.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { createStandardScaler } from '../../nn/networks/createStandardScaler.js';
import { logNormalize } from '../../preprocess/logNormalize.js';
import type { TrainingSet } from '../../train/minibatch.js';
import { countsPerUnit, decoderColumns } from './countLoss.js';
import { groupCodes, groupShape, referenceColumns } from './groups.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';
import type { ConditionParts, ScDisInFactParts, Table } from './scDisInFactParts.js';

/** What is needed to make any part. */
interface Plan {
  shape: SystemShape;
  options: ResolvedScDisInFact;
  /** The training cells, when fitting. */
  cells: TrainingSet | undefined;
}

const zeros = (rows: number, columns: number): Matrix => ({
  data: new Float32Array(rows * columns),
  shape: [rows, columns],
});

const logCounts = ({ x }: TrainingSet): Matrix | CsrMatrix => logNormalize(x, countsPerUnit);

const createTable = ({ data, shape }: Matrix): Table => ({
  variables: [variable(() => tf.tensor2d(data, shape), { trainable: false })],
});

function createReferences({ shape, options, cells }: Plan, within?: number): Table {
  const groups = groupShape(shape, options.conditions);
  if (!cells) return createTable(zeros(groups.groups, groups.groups));
  return createTable(referenceColumns(groupCodes(cells, options.conditions), groups, within));
}

function createCondition(plan: Plan, name: string, at: number): ConditionParts {
  const { genes, batches, covariates, rng } = plan.shape;
  const { latent, hidden, dropout, batchIntoConditions } = plan.options;
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
    references: createReferences(plan, at + 1),
    centroids: createTable(zeros(labels, size)),
  };
}

/** Makes the networks. Without cells, what is known of the cells is zeros. */
export function createScDisInFactParts(
  shape: SystemShape,
  options: ResolvedScDisInFact,
  cells?: TrainingSet,
): ScDisInFactParts {
  const plan = { shape, options, cells };
  const { conditions, latent, hidden, dropout, likelihood } = options;
  const { genes, batches, rng } = shape;
  const deep = { hidden: [hidden, hidden], norm: 'none', dropout } as const;
  const inputs = genes + batches.length;
  const size = Object.values(latent).reduce((sum, next) => sum + next, 0);
  return {
    scaler: createStandardScaler(genes, cells && logCounts(cells)),
    shared: createGaussianEncoder({ ...deep, inputs, outputs: latent['shared']!, rng: rng.stream('shared') }),
    decoder: createMlp({
      ...deep,
      inputs: size + batches.length,
      outputs: decoderColumns(likelihood, genes),
      rng: rng.stream('decoder'),
    }),
    references: createReferences(plan),
    conditions: Object.fromEntries(conditions.map((name, i) => [name, createCondition(plan, name, i)])),
  };
}
