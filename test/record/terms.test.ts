import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { forward } from '../../src/autoencoder/forward.js';
import type { DisentangledAEOptions } from '../../src/autoencoder/options.js';
import { adversary } from '../../src/autoencoder/terms/adversary.js';
import { alignBatches } from '../../src/autoencoder/terms/alignBatches.js';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import { batchDependence } from '../../src/autoencoder/terms/batchDependence.js';
import { conditionalBatchDependence } from '../../src/autoencoder/terms/conditionalBatchDependence.js';
import { contrastive } from '../../src/autoencoder/terms/contrastive.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import { type DisentangleMeasure, disentangle } from '../../src/autoencoder/terms/disentangle.js';
import { klStandardNormal } from '../../src/autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import { asNetwork } from '../../src/nn/networks/asNetwork.js';
import { createRng } from '../../src/random/rng.js';
import type { Recording, Traceable } from '../../src/record/trace.js';
import type { Minibatch } from '../../src/train/minibatch.js';
import { stepAt } from '../../src/train/step.js';
import type { LossTerm } from '../../src/train/term.js';
import { type Bench, benchOf, minibatch, progress } from '../autoencoder/terms/termFixture.js';
import { publicFunctions } from '../helpers/publicFunctions.js';
import { layersModel } from '../nn/networks.js';
import { expectSameTraced, numbers } from './compare.js';

const measures: DisentangleMeasure[] = ['mmd', 'hsic', 'mutualInformation', 'gradientPenalty'];

/** `name, variant`, the term, and whether the cells have labels. */
const terms: [string, LossTerm | LossTerm[], boolean?][] = [
  ...(['scaled', 'squared', 'mean'] as const).map((measure): [string, LossTerm] => [
    `reconstruction, ${measure}`,
    reconstruction({ measure }),
  ]),
  ['klStandardNormal', klStandardNormal()],
  ['klStandardNormal, of bio', klStandardNormal({ on: 'bio' })],
  ['batchDependence, rbf', batchDependence()],
  ['batchDependence, linear', batchDependence({ kernel: 'linear' })],
  ['conditionalBatchDependence', conditionalBatchDependence({ width: 1 })],
  ['conditionalBatchDependence, within labels', conditionalBatchDependence({ within: 'labels' }), true],
  ['alignBatches', alignBatches()],
  ['batchClassifier', batchClassifier({ hidden: [4] })],
  ['adversary', adversary({ factor: 2 })],
  ['contrastive', contrastive()],
  ['contrastive, with labels', contrastive(), true],
  ...measures.map((measure): [string, LossTerm] => [`disentangle, ${measure}`, disentangle({ measure })]),
  ['disentangle, infoNce', disentangle({ measure: 'mutualInformation', estimator: 'infoNce' })],
  ['defaultTerms', [...defaultTerms()]],
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
function lossAndGradient({ run, loss, networks }: Bench, count: number): Traceable {
  const places = Array.from({ length: count }, (_, at) => at);
  const built = places.flatMap((at) => [...networks(at)]);
  const all = [run.model.encoder, run.model.decoder, ...built].flatMap(({ variables }) => [...variables]);
  const trainable = all.filter((variable) => variable.trainable);
  return (inputs, recording) => {
    const step = stepAt(progress, { training: true, rng: randomFrom(recording) });
    const minibatch = { ...inputs, covariates: {} } as unknown as Minibatch;
    const total = (): tf.Scalar => {
      const pass = forward(run.model, minibatch, step);
      return tf.addN(places.map((at) => loss(pass, at))) as tf.Scalar;
    };
    const { value, grads } = tf.variableGrads(total, trainable);
    const parts = trainable.flatMap(({ name }) => (grads[name] ? [grads[name].flatten()] : []));
    return { loss: value, gradient: tf.concat(parts) };
  };
}

async function expectSameTerm(
  term: LossTerm | LossTerm[],
  options: DisentangledAEOptions,
  labelled: boolean,
): Promise<void> {
  const all = [term].flat();
  const bench = benchOf(all, options);
  const { covariates: _, ...tensors } = minibatch(labelled);
  const given = tensors as unknown as Record<string, tf.Tensor>;
  await expectSameTraced(lossAndGradient(bench, all.length), given);
  tf.dispose(given);
  bench.dispose();
}

describe('traced terms', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(terms)('%s', (_, term, labelled = false) => expectSameTerm(term, {}, labelled));

  test('no term that is exported is left out', async () => {
    const covered = new Set(terms.map(([name]) => name.split(',')[0]!));
    expect([...covered].sort()).toEqual(await publicFunctions('autoencoder/terms'));
  });

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
