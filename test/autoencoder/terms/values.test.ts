import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DisentangledAEOptions } from '../../../src/autoencoder/options.js';
import { adversary } from '../../../src/autoencoder/terms/adversary.js';
import { alignBatches } from '../../../src/autoencoder/terms/alignBatches.js';
import { batchClassifier } from '../../../src/autoencoder/terms/batchClassifier.js';
import { batchDependence } from '../../../src/autoencoder/terms/batchDependence.js';
import { conditionalBatchDependence } from '../../../src/autoencoder/terms/conditionalBatchDependence.js';
import { contrastive } from '../../../src/autoencoder/terms/contrastive.js';
import { disentangle } from '../../../src/autoencoder/terms/disentangle.js';
import type { ForwardPass, LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { klStandardNormal } from '../../../src/autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { alignBatchesLoss } from '../../../src/losses/alignBatchesLoss.js';
import { batchClassifierLoss } from '../../../src/losses/batchClassifierLoss.js';
import { batchDependenceLoss } from '../../../src/losses/batchDependenceLoss.js';
import { conditionalBatchDependenceLoss } from '../../../src/losses/conditionalBatchDependenceLoss.js';
import { contrastiveLoss } from '../../../src/losses/contrastiveLoss.js';
import { hsic } from '../../../src/losses/hsic.js';
import { klOfMoments } from '../../../src/losses/klOfMoments.js';
import { klStandardNormalLoss } from '../../../src/losses/klStandardNormalLoss.js';
import { meanSquaredError } from '../../../src/losses/meanSquaredError.js';
import { mmd } from '../../../src/losses/mmd.js';
import { neighborhoods } from '../../../src/losses/rbf/neighborhoods.js';
import { reconstructionLoss } from '../../../src/losses/reconstructionLoss.js';
import { scaledReconstructionLoss } from '../../../src/losses/scaledReconstructionLoss.js';
import type { Network } from '../../../src/nn/network.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { benchOf, numberOf, training } from './termFixture.js';

const first = (z: tf.Tensor2D, columns: number) => tf.slice(z, [0, 0], [-1, columns]);
const meanSquared = ({ output, x }: ForwardPass) => output.sub(x).square().mean(0) as tf.Tensor1D;
const deterministic = { latent: { nio: { size: 2, distribution: 'deterministic' as const } } };

type Row = [
  string,
  LossTerm,
  (pass: ForwardPass, networks: readonly Network[]) => tf.Scalar,
  DisentangledAEOptions?,
];

const table: Row[] = [
  [
    'reconstruction, scaled, on its first minibatch',
    reconstruction(),
    (pass) => scaledReconstructionLoss(pass.output, pass.x, meanSquared(pass)),
  ],
  [
    'reconstruction, squared',
    reconstruction({ measure: 'squared' }),
    ({ output, x }) => reconstructionLoss(output, x),
  ],
  [
    'reconstruction, mean',
    reconstruction({ measure: 'mean' }),
    ({ output, x }) => meanSquaredError(output, x),
  ],
  [
    'klStandardNormal',
    klStandardNormal(),
    ({ mean, logVariance }) => klStandardNormalLoss(mean.nio, logVariance.nio!),
  ],
  [
    'klStandardNormal of bio',
    klStandardNormal({ on: 'bio' }),
    ({ mean, logVariance }) => klStandardNormalLoss(mean.bio, logVariance.bio!),
  ],
  [
    'klStandardNormal of a deterministic block',
    klStandardNormal(),
    ({ mean }) => klOfMoments(mean.nio),
    deterministic,
  ],
  [
    'batchDependence, rbf',
    batchDependence(),
    ({ latent, batch }) => batchDependenceLoss(latent.bio, batch, { kernel: 'rbf' }),
  ],
  [
    'batchDependence, linear',
    batchDependence({ kernel: 'linear' }),
    ({ mean, batch }) => batchDependenceLoss(mean.bio, batch, { kernel: 'linear' }),
  ],
  [
    'batchDependence, rbf, of the mean of nio',
    batchDependence({ of: 'mean', on: 'nio' }),
    ({ mean, batch }) => batchDependenceLoss(mean.nio, batch, { kernel: 'rbf' }),
  ],
  [
    'batchDependence, linear, of the sample',
    batchDependence({ kernel: 'linear', of: 'sample' }),
    ({ latent, batch }) => batchDependenceLoss(latent.bio, batch, { kernel: 'linear' }),
  ],
  [
    'conditionalBatchDependence',
    conditionalBatchDependence({ width: 0.2 }),
    ({ latent, mean, batch }) =>
      conditionalBatchDependenceLoss(latent.bio, batch, neighborhoods(mean.bio, { width: 0.2 })),
  ],
  ['alignBatches', alignBatches(), ({ latent, batch }) => alignBatchesLoss(latent.bio, batch)],
  [
    'alignBatches of nio with one bandwidth',
    alignBatches({ on: 'nio', kernelNum: 1, kernelMul: 3 }),
    ({ latent, batch }) => alignBatchesLoss(latent.nio, batch, { kernelNum: 1, kernelMul: 3 }),
  ],
  [
    'batchClassifier',
    batchClassifier({ hidden: [4] }),
    ({ latent, batch, mode }, [net]) => batchClassifierLoss(net!.apply(latent.nio, mode), batch),
  ],
  [
    'batchClassifier on bio',
    batchClassifier({ on: 'bio' }),
    ({ latent, batch, mode }, [net]) => batchClassifierLoss(net!.apply(latent.bio, mode), batch),
  ],
  [
    'adversary, whatever its factor',
    adversary({ factor: 7 }),
    ({ latent, batch, mode }, [net]) => batchClassifierLoss(net!.apply(latent.bio, mode), batch),
  ],
  [
    'adversary on nio',
    adversary({ on: 'nio' }),
    ({ latent, batch, mode }, [net]) => batchClassifierLoss(net!.apply(latent.nio, mode), batch),
  ],
  [
    'contrastive',
    contrastive(),
    (pass) => contrastiveLoss(pass.mean.bio, pass.view().mean.bio, { temperature: 0.2 }),
  ],
  [
    'contrastive on nio, another temperature',
    contrastive({ on: 'nio', temperature: 0.5 }),
    (pass) => contrastiveLoss(pass.mean.nio, pass.view().mean.nio, { temperature: 0.5 }),
  ],
  [
    'disentangle, mmd: of unit rows, on the dimensions that both have, negative',
    disentangle(),
    ({ latent: { bio, nio } }) => tf.neg(mmd(first(bio, 2), nio, { normalize: true })),
  ],
  [
    'disentangle, mmd, as it is',
    disentangle({ normalize: false }),
    ({ latent: { bio, nio } }) => tf.neg(mmd(first(bio, 2), nio)),
  ],
  ['disentangle, hsic', disentangle({ measure: 'hsic' }), ({ latent }) => hsic(latent.bio, latent.nio)],
  [
    'disentangle, a function',
    disentangle({ measure: (bio, nio) => bio.mean().mul(nio.mean()) as tf.Scalar }),
    ({ latent: { bio, nio } }) => bio.mean().mul(nio.mean()) as tf.Scalar,
  ],
];

onBackends('terms', () => {
  test.each(table)('%s: the value of the pure function', (_, term, expected, options) => {
    withoutLeak(() => {
      const bench = benchOf([term], options);
      // Two equal passes from equal streams, since a term may draw from the stream of its pass.
      const got = numberOf(() => bench.loss(bench.pass(training())));
      const again = numberOf(() => expected(bench.pass(training()), bench.networks()));
      expect(got).toBeCloseTo(again, 5);
      expect(Math.abs(got)).toBeGreaterThan(1e-6);
      bench.dispose();
    });
  });

  test('contrastive: labels given to fit make it supervised', () => {
    const bench = benchOf([contrastive()]);
    const got = numberOf(() => bench.loss(bench.pass(training(), true)));
    const supervised = numberOf(() => {
      const pass = bench.pass(training(), true);
      return contrastiveLoss(pass.mean.bio, pass.view().mean.bio, { labels: pass.labels! });
    });
    expect(got).toBeCloseTo(supervised, 5);
    expect(Math.abs(got - numberOf(() => bench.loss(bench.pass(training()))))).toBeGreaterThan(1e-3);
    bench.dispose();
  });

  test('disentangle, mmd is at most 0, since the MMD is maximised', () => {
    const bench = benchOf([disentangle({ measure: 'mmd' })]);
    for (let seed = 1; seed < 6; seed++)
      expect(numberOf(() => bench.loss(bench.pass(training(seed))))).toBeLessThan(0);
    bench.dispose();
  });

  test('disentangle, gradientPenalty: the squared Jacobians of decode, then encode', () => {
    const bench = benchOf([disentangle({ measure: 'gradientPenalty' })], {
      latent: { bio: 1, nio: 1 },
      encoder: { hidden: [] },
      decoder: { hidden: [] },
    });
    const got = numberOf(() => bench.loss(bench.pass(training())));
    // Both are linear, with one dimension each: ∂ẑ_bio/∂z_nio is the decoder's row of z_nio times the encoder's column of bio.
    const expected = numberOf(() => {
      const [e, d] = [bench.assembly.model.encoder.variables[0]!, bench.assembly.model.decoder.variables[0]!];
      const reaction = (from: number, to: number) =>
        d
          .slice([from, 0], [1, -1])
          .matMul(e.slice([0, to], [-1, 1]))
          .square()
          .sum();
      return reaction(1, 0).add(reaction(0, 1)) as tf.Scalar;
    });
    expect(got).toBeCloseTo(expected, 5);
    expect(got).toBeGreaterThan(0);
    bench.dispose();
  });
});
