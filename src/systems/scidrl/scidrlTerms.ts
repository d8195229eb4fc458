import * as tf from '@tensorflow/tfjs';
import { bernoulliLogLikelihood } from '../../distributions/bernoulliLogLikelihood.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { gradientReversal } from '../../nn/gradientReversal.js';
import type { Step } from '../../train/step.js';
import type { Term } from '../../train/term.js';
import type { ScidrlNetworks } from './scidrlNetworks.js';

/** What encoder and decoder make of a minibatch. */
export interface ScidrlPass {
  /** Every cell in [0, 1]. [cells, genes] */
  target: tf.Tensor2D;
  /** One-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** z_noise. [cells, noise] */
  noise: tf.Tensor2D;
  /** z_bio. [cells, bio] */
  bio: tf.Tensor2D;
  /** The decoder's output. [cells, genes] */
  logits: tf.Tensor2D;
}

/** Σ_g BCE(x, x̂), mean over cells. */
export function reconstructionLoss({ target, logits }: ScidrlPass): tf.Scalar {
  return bernoulliLogLikelihood(target, logits).sum(1).mean().neg().asScalar();
}

/** Cross-entropy of the batch; of a single logit, that of its sigmoid with the second batch. */
function batchLoss(logits: tf.Tensor2D, batch: tf.Tensor2D): tf.Scalar {
  const single = logits.shape[1] < batch.shape[1];
  return batchClassifierLoss(single ? tf.concat([tf.zerosLike(logits), logits], 1) : logits, batch);
}

/** The objective: Σ_g BCE(x, x̂) + CE(discriminator(reverse_λ(z_bio)), batch) + γ·CE(classifier(z_noise), batch). */
export function scidrlTerms(
  { discriminator, classifier }: ScidrlNetworks,
  { reversal, classifierWeight }: { reversal: number; classifierWeight: number },
): Term<ScidrlPass & Step>[] {
  return [
    { name: 'reconstruction', loss: reconstructionLoss },
    {
      name: 'discriminator',
      loss: ({ bio, batch, mode }) =>
        batchLoss(discriminator.apply(gradientReversal(bio, reversal), mode), batch),
    },
    {
      name: 'classifier',
      weight: classifierWeight,
      loss: ({ noise, batch, mode }) => batchLoss(classifier.apply(noise, mode), batch),
    },
  ];
}
