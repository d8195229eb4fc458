import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import type { Recording, Traceable } from '../../src/compile/trace.js';
import type { DisentangledAEOptions } from '../../src/models/options.js';
import { asNetwork } from '../../src/nn/asNetwork.js';
import { createRng } from '../../src/random/rng.js';
import { adversary } from '../../src/terms/adversary.js';
import { alignBatches } from '../../src/terms/alignBatches.js';
import { batchClassifier } from '../../src/terms/batchClassifier.js';
import { batchDependence } from '../../src/terms/batchDependence.js';
import { conditionalBatchDependence } from '../../src/terms/conditionalBatchDependence.js';
import { contrastive } from '../../src/terms/contrastive.js';
import { type DisentangleMeasure, disentangle } from '../../src/terms/disentangle.js';
import { klStandardNormal } from '../../src/terms/klStandardNormal.js';
import type { LossTerm } from '../../src/terms/lossTerm.js';
import { reconstruction } from '../../src/terms/reconstruction.js';
import { forward } from '../../src/train/forward.js';
import type { Minibatch } from '../../src/train/minibatch.js';
import { stepAt } from '../../src/train/step.js';
import { layersModel } from '../nn/networks.js';
import { type Bench, benchOf, minibatch, progress } from '../terms/bench.js';
import { expectSameTraced, numbers } from './compare.js';

const measures: DisentangleMeasure[] = ['mmd', 'hsic', 'mutualInformation', 'gradientPenalty'];

const terms: [string, LossTerm, boolean?][] = [
  ...(['scaled', 'squared', 'mean'] as const).map((measure): [string, LossTerm] => [
    `reconstruction, ${measure}`,
    reconstruction({ measure }),
  ]),
  ['klStandardNormal', klStandardNormal()],
  ['klStandardNormal of bio', klStandardNormal({ on: 'bio' })],
  ['batchDependence, rbf', batchDependence()],
  ['batchDependence, linear', batchDependence({ kernel: 'linear' })],
  ['conditionalBatchDependence', conditionalBatchDependence({ width: 1 })],
  ['conditionalBatchDependence within labels', conditionalBatchDependence({ within: 'labels' }), true],
  ['alignBatches', alignBatches()],
  ['batchClassifier', batchClassifier({ hidden: [4] })],
  ['adversary', adversary({ factor: 2 })],
  ['contrastive', contrastive()],
  ['contrastive with labels', contrastive(), true],
  ...measures.map((measure): [string, LossTerm] => [`disentangle, ${measure}`, disentangle({ measure })]),
  ['disentangle, infoNce', disentangle({ measure: 'mutualInformation', estimator: 'infoNce' })],
];

const models: [string, DisentangledAEOptions][] = [
  ['batch norm and relu', {}],
  [
    'deterministic latents, one of them detached',
    {
      latent: {
        bio: { size: 3, distribution: 'deterministic' },
        nio: { size: 2, distribution: 'deterministic', detached: true },
      },
    },
  ],
  ['no hidden layer', { encoder: { hidden: [] }, decoder: { hidden: [] } }],
  [
    'layer norm, leaky relu, dropout, the batch in every layer',
    {
      encoder: { hidden: [6, 5], norm: 'layer', activation: 'leakyRelu', dropout: 0.2 },
      decoder: { hidden: [6, 5], norm: 'none', activation: 'softplus', batchInto: 'every' },
    },
  ],
  [
    'smooth activations',
    { encoder: { hidden: [6], activation: 'elu' }, decoder: { hidden: [6, 5], activation: 'tanh' } },
  ],
];

/** Random tensors as inputs, so that both runs see the same ones. */
const randomFrom = (recording: Recording) => {
  let count = 0;
  const drawn = (shape: [number, number]) => recording.input(`random/${count++}`, shape) as tf.Tensor2D;
  return { ...createRng(1), recorded: { normal: drawn, uniform: drawn } };
};

/** Loss and the gradient in all parameters, end to end: that of a single one may be rounding and nothing else. */
function lossAndGradient({ run, loss, networks }: Bench): Traceable {
  const all = [run.model.encoder, run.model.decoder, ...networks()].flatMap(({ variables }) => [
    ...variables,
  ]);
  const trainable = all.filter((variable) => variable.trainable);
  return (inputs, recording) => {
    const step = stepAt(progress, { training: true, rng: randomFrom(recording) });
    const minibatch = { ...inputs, covariates: {} } as unknown as Minibatch;
    const { value, grads } = tf.variableGrads(() => loss(forward(run.model, minibatch, step)), trainable);
    const parts = trainable.flatMap(({ name }) => (grads[name] ? [grads[name].flatten()] : []));
    return { loss: value, gradient: tf.concat(parts) };
  };
}

async function expectSameTerm(
  term: LossTerm,
  options: DisentangledAEOptions,
  labelled: boolean,
): Promise<void> {
  const bench = benchOf([term], options);
  const { covariates: _, ...tensors } = minibatch(labelled);
  const given = tensors as unknown as Record<string, tf.Tensor>;
  await expectSameTraced(lossAndGradient(bench), given);
  tf.dispose(given);
  bench.dispose();
}

describe('traced terms', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(terms)('%s', (_, term, labelled = false) => expectSameTerm(term, {}, labelled));

  test.each(models)('reconstruction of a model with %s', (_, options) =>
    expectSameTerm(reconstruction(), options, false),
  );

  test('a network of tf.layers, with batch norm and dropout', async () => {
    const model = layersModel();
    const network = asNetwork('test', model);
    const trainable = network.variables.filter((variable) => variable.trainable);
    const given = { x: numbers([8, 6]) };
    await expectSameTraced(({ x }) => {
      const apply = () => network.apply(x as tf.Tensor2D, { training: true, rng: createRng(1) });
      const { value, grads } = tf.variableGrads(() => apply().square().sum().asScalar(), trainable);
      return { loss: value, gradient: tf.concat(Object.values(grads).map((g) => g.flatten())) };
    }, given);
    tf.dispose(given);
    model.dispose();
  });
});
