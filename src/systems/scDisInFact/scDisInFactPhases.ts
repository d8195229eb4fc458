import * as tf from '@tensorflow/tfjs';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { groupLasso } from '../../losses/groupLasso.js';
import { klLabelPriorLoss } from '../../losses/klLabelPriorLoss.js';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { TrainingSet } from '../../train/minibatch.js';
import { stratifiedSampler } from '../../train/samplers/stratifiedSampler.js';
import type { Step } from '../../train/step.js';
import type { Term } from '../../train/term.js';
import { groupCodes, mmdOfGroups } from './groups.js';
import { writeCentroids } from './predictCounts.js';
import { type ConditionNetworks, createScDisInFactNetworks, flatNetworks } from './scDisInFactNetworks.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';
import {
  alike,
  encodeCounts,
  passThrough,
  reconstruction,
  type ScDisInFactModel,
  type ScDisInFactPass,
} from './scDisInFactPass.js';

type ScDisInFactTerm = Term<ScDisInFactPass & Step>;

/** {@link ScDisInFact} in parts. */
export interface ScDisInFactAssembly extends Assembly {
  model: ScDisInFactModel;
}

/** `1/G Σ_g ‖W_g‖`, W_g being what leaves gene g for the first layer of a condition's encoder. */
function meanGeneNorm({ inputWeights }: ConditionNetworks['encoder']): tf.Scalar {
  return tf.div(groupLasso(inputWeights), inputWeights.shape[0]);
}

/**
 * The first half-step: `L_0 = reconstruction·L_rec + klShared·KL(z_0 ‖ N(0, I)) + mmdShared·MMD(z_0; all groups)`. Its
 * weights are those of the options, under the same names.
 */
function sharedTerms({ networks, options: { likelihood, weights } }: ScDisInFactModel): ScDisInFactTerm[] {
  return [
    {
      name: 'reconstructionShared',
      weight: weights.reconstruction,
      loss: (pass) => reconstruction(likelihood, pass),
    },
    {
      name: 'klShared',
      weight: weights.klShared,
      loss: ({ shared }) => klStandardNormalLoss(shared.mean, shared.logVariance),
    },
    {
      name: 'mmdShared',
      weight: weights.mmdShared,
      loss: ({ shared, batch, labels }) =>
        mmdOfGroups(shared.mean, { batch, labels }, networks.references.values),
    },
  ];
}

/**
 * The second: `L_1…K = reconstruction·L_rec + Σ_k [klConditions·KL(z_k ‖ N(m_c, exp v_c)) + classification·CE(C_k(z_k), c_k) +
 * mmdConditions·MMD(z_k; groups of one label) + groupLasso·1/G Σ_g ‖W_kg‖]`, with c_k the cell's label of condition type k.
 */
function conditionTerms({ networks, options: { likelihood, weights } }: ScDisInFactModel): ScDisInFactTerm[] {
  const entries = Object.entries(networks.conditions);
  const sum = (loss: (name: string, own: ConditionNetworks) => tf.Scalar): tf.Scalar =>
    entries.map(([name, own]) => loss(name, own)).reduce((total, next) => tf.add(total, next));
  return [
    {
      name: 'reconstructionConditions',
      weight: weights.reconstruction,
      loss: (pass) => reconstruction(likelihood, pass),
    },
    {
      name: 'klConditions',
      weight: weights.klConditions,
      loss: ({ conditions, labels }) =>
        sum((name, { prior }) => {
          const { mean, logVariance } = conditions[name]!;
          return klLabelPriorLoss(mean, logVariance, labels[name]!, ...prior.variables);
        }),
    },
    {
      name: 'classification',
      weight: weights.classification,
      loss: ({ conditions, labels, mode }) =>
        sum((name, { classifier }) =>
          batchClassifierLoss(classifier.apply(conditions[name]!.z, mode), labels[name]!),
        ),
    },
    {
      name: 'mmdConditions',
      weight: weights.mmdConditions,
      loss: ({ conditions, batch, labels }) =>
        sum((name, { references }) =>
          mmdOfGroups(conditions[name]!.mean, { batch, labels }, references.values),
        ),
    },
    {
      name: 'groupLasso',
      weight: weights.groupLasso,
      loss: () => sum((_, { encoder }) => meanGeneNorm(encoder)),
    },
  ];
}

/** Each half-step passes through the other's encoders without moving them; both move the decoder. */
function halfSteps(model: ScDisInFactModel): AssemblyPhase[] {
  const { conditions, learningRate } = model.options;
  const own = ['encoder', 'classifier', 'prior'].flatMap((kind) =>
    conditions.map((name) => `${kind}/${name}`),
  );
  return [
    assemblyPhase({
      name: 'shared',
      forward: (minibatch, { mode }) => passThrough(model, minibatch, mode, 'conditions'),
      terms: sharedTerms(model),
      moves: ['shared', 'decoder'],
      optimizer: { learningRate },
    }),
    assemblyPhase({
      name: 'conditions',
      forward: (minibatch, { mode }) => passThrough(model, minibatch, mode, 'shared'),
      terms: conditionTerms(model),
      moves: [...own, 'decoder'],
      optimizer: { learningRate },
    }),
  ];
}

/** Two half-steps per minibatch: L_0 moves the shared encoder, L_1…K the conditions' encoders, classifiers and priors. */
export function assembleScDisInFact(
  shape: SystemShape,
  options: ResolvedScDisInFact,
  cells?: TrainingSet,
): ScDisInFactAssembly {
  const networks = createScDisInFactNetworks(shape, options, cells);
  const model = { networks, options };
  const assembly: ScDisInFactAssembly = {
    model,
    networks: flatNetworks(networks),
    phases: halfSteps(model),
    // With moments of its own for each half-step the decoder overshoots, and at some seeds the shared latent runs away.
    sharedMoments: true,
    latent: options.latent,
    roles: { biology: 'shared' },
    encode(input, mode) {
      const { shared, conditions } = encodeCounts(model, input, alike(mode));
      const means = Object.entries(conditions).map(([name, { mean }]) => [name, mean]);
      return { shared: shared.mean, ...Object.fromEntries(means) };
    },
    error: (minibatch, { mode }) => reconstruction(options.likelihood, passThrough(model, minibatch, mode)),
    sampler: (set) => stratifiedSampler(groupCodes(set, options.conditions)),
    finish: (set) => writeCentroids(networks, assembly, set),
  };
  return assembly;
}
