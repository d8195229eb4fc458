import type { Assembly, SystemShape } from '../../model/assembly.js';
import { assemblyPhase } from '../../model/assemblyPhase.js';
import type { TrainingSet } from '../../train/minibatch.js';
import { stratifiedSampler } from '../../train/samplers/stratifiedSampler.js';
import { countLoss } from './countLoss.js';
import { groupCodes } from './groups.js';
import { createScDisInFactParts } from './scDisInFactNetworks.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';
import { networksOf } from './scDisInFactParts.js';
import { alike, encodeCounts, passThrough } from './scDisInFactPass.js';
import { conditionTerms, sharedTerms } from './scDisInFactTerms.js';
import { writeCentroids } from './writeCentroids.js';

/** Names of the networks that the second half-step moves. */
const movedByConditions = (conditions: readonly string[]): string[] =>
  ['encoder', 'classifier', 'prior'].flatMap((kind) => conditions.map((name) => `${kind}/${name}`));

/**
 * The method in one value: two half-steps a minibatch. The first moves the shared encoder and the decoder, the second the
 * conditions' encoders, classifiers and priors and the decoder; each passes through the other's encoders without moving
 * them.
 */
export function assembleScDisInFact(
  shape: SystemShape,
  options: ResolvedScDisInFact,
  cells?: TrainingSet,
): Assembly {
  const parts = createScDisInFactParts(shape, options, cells);
  const { conditions, latent, learningRate, likelihood } = options;
  const assembly: Assembly = {
    networks: networksOf(parts),
    phases: [
      assemblyPhase({
        name: 'shared',
        forward: (minibatch, { mode }) => passThrough(parts, minibatch, mode, 'conditions'),
        terms: sharedTerms(parts, options),
        moves: ['shared', 'decoder'],
        optimizer: { learningRate },
      }),
      assemblyPhase({
        name: 'conditions',
        forward: (minibatch, { mode }) => passThrough(parts, minibatch, mode, 'shared'),
        terms: conditionTerms(parts, options),
        moves: [...movedByConditions(conditions), 'decoder'],
        optimizer: { learningRate },
      }),
    ],
    // With moments of its own for each half-step the decoder overshoots, and at some seeds the shared latent runs away.
    sharedMoments: true,
    latent,
    roles: { biology: 'shared' },
    encode(input, mode) {
      const { shared, conditions } = encodeCounts(parts, input, alike(mode));
      const means = Object.entries(conditions).map(([name, { mean }]) => [name, mean]);
      return { shared: shared.mean, ...Object.fromEntries(means) };
    },
    error(minibatch, { mode }) {
      const { counts, output } = passThrough(parts, minibatch, mode);
      return countLoss(likelihood, counts, output);
    },
    sampler: (set) => stratifiedSampler(groupCodes(set, conditions)),
    finish: (set) => writeCentroids(parts, assembly, set),
  };
  return assembly;
}
