import * as tf from '@tensorflow/tfjs';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { groupedMmd } from '../../losses/groupedMmd.js';
import { groupLasso } from '../../losses/groupLasso.js';
import { klLabelPriorLoss } from '../../losses/klLabelPriorLoss.js';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { Step } from '../../train/step.js';
import type { Term } from '../../train/term.js';
import { countLoss } from './countLoss.js';
import { groupOneHot } from './groups.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';
import type { ConditionParts, ScDisInFactParts, Table } from './scDisInFactParts.js';
import type { Posterior, ScDisInFactPass } from './scDisInFactPass.js';

type ScDisInFactTerm = Term<ScDisInFactPass & Step>;

/** Σ_s exp(-d²/2s): from the finest structure to the coarsest. */
const bandwidths = [
  1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6,
].map((variance) => 2 * variance);

/** MMD of the latent's means between the groups of batch and labels, each against its reference. */
function mmdOf(
  { mean }: Posterior,
  { batch, labels }: ScDisInFactPass,
  { variables: [reference] }: Table,
): tf.Scalar {
  const groups = groupOneHot(batch, Object.values(labels));
  return groupedMmd(mean, groups, { reference: reference as tf.Tensor2D, bandwidths });
}

/** Mean over the genes: a gene's group is its weights to the first layer. */
function sparsity({ encoder }: ConditionParts): tf.Scalar {
  const kernel = encoder.variables[0] as tf.Tensor2D;
  return tf.div(groupLasso(kernel), kernel.shape[0]);
}

const sum = (losses: tf.Scalar[]): tf.Scalar => losses.reduce((total, next) => tf.add(total, next));

/** What the shared latent and the decoder minimise: L_rec + w KL(z_c ‖ N(0, I)) + w MMD(groups of z_c). */
export function sharedTerms(
  parts: ScDisInFactParts,
  { likelihood, weights }: ResolvedScDisInFact,
): ScDisInFactTerm[] {
  return [
    {
      name: 'reconstructionShared',
      weight: weights.reconstruction,
      loss: ({ counts, output }) => countLoss(likelihood, counts, output),
    },
    {
      name: 'klShared',
      weight: weights.klShared,
      loss: ({ shared }) => klStandardNormalLoss(shared.mean, shared.logVariance),
    },
    {
      name: 'mmdShared',
      weight: weights.mmdShared,
      loss: (pass) => mmdOf(pass.shared, pass, parts.references),
    },
  ];
}

/**
 * What the conditions' latents and the decoder minimise: L_rec + Σ_k [w KL(z_k ‖ prior of the label) + w CE(label of z_k) +
 * w MMD(groups of one label of z_k) + w group lasso].
 */
export function conditionTerms(
  { conditions }: ScDisInFactParts,
  { likelihood, weights }: ResolvedScDisInFact,
): ScDisInFactTerm[] {
  const names = Object.keys(conditions);
  const each = (loss: (name: string, parts: ConditionParts) => tf.Scalar): tf.Scalar =>
    sum(names.map((name) => loss(name, conditions[name]!)));
  return [
    {
      name: 'reconstructionConditions',
      weight: weights.reconstruction,
      loss: ({ counts, output }) => countLoss(likelihood, counts, output),
    },
    {
      name: 'klConditions',
      weight: weights.klConditions,
      loss: (pass) =>
        each((name, { prior }) => {
          const { mean, logVariance } = pass.conditions[name]!;
          return klLabelPriorLoss(mean, logVariance, pass.labels[name]!, ...prior.variables);
        }),
    },
    {
      name: 'classification',
      weight: weights.classification,
      loss: (pass) =>
        each((name, { classifier }) =>
          batchClassifierLoss(classifier.apply(pass.conditions[name]!.z, pass.mode), pass.labels[name]!),
        ),
    },
    {
      name: 'mmdConditions',
      weight: weights.mmdConditions,
      loss: (pass) => each((name, { references }) => mmdOf(pass.conditions[name]!, pass, references)),
    },
    { name: 'groupLasso', weight: weights.groupLasso, loss: () => each((_, own) => sparsity(own)) },
  ];
}
