import { type DisentangledAEOptions, defaultTerms, disentangle, type LossTerm, warmUp } from 'zbio';
import { adversary, batchClassifier, type DisentangleOptions, reconstruction } from 'zbio/autoencoder';

/** Options of the constructor, without the seed. */
export type Variant = Omit<DisentangledAEOptions, 'seed' | 'input'>;

const afterWarmUp = (to: number) => warmUp({ epochs: 0.1, ramp: 0.1, to });

/** The specified objective with other terms in place of `-MMD(z_bio, z_nio)`. */
const specified = (...terms: LossTerm[]): Variant => ({
  preset: 'specified',
  terms: [reconstruction({ measure: 'squared' }), batchClassifier(), ...terms],
});

const apart = (to: number, options: DisentangleOptions): Variant =>
  specified(disentangle({ ...options, weight: afterWarmUp(to) }));

/** Names of the terms of the default, each removed in turn. */
const removable = defaultTerms().map(({ name }) => name);

const without = Object.fromEntries(
  removable.map((name): [string, Variant] => [
    `default-without-${name}`,
    { terms: defaultTerms({ [name]: 0 }) },
  ]),
);

/**
 * The ablation: assemblies of our own pieces, by the names that `--methods` accepts. Measures between 0 and 1 get weight 100,
 * because the reconstruction sums over genes; the specified MMD is also shown with its own weight, 1.
 */
export const ablation: Record<string, Variant> = {
  'specified-without-disentangle': specified(),
  'specified-mmd-1': { preset: 'specified' },
  'specified-mmd-100': apart(100, { measure: 'mmd' }),
  'specified-mmd-100-not-normalised': apart(100, { measure: 'mmd', normalize: false }),
  'specified-hsic-100': apart(100, { measure: 'hsic' }),
  'specified-club-10': apart(10, { measure: 'mutualInformation', estimator: 'club' }),
  'specified-infonce-10': apart(10, { measure: 'mutualInformation', estimator: 'infoNce' }),
  'specified-gradientPenalty-10': apart(10, { measure: 'gradientPenalty' }),
  'specified-adversary-10': specified(adversary({ factor: afterWarmUp(10) })),
  ...without,
  'default-without-all-dependences': {
    terms: defaultTerms({ batchDependenceRbf: 0, batchDependenceLinear: 0, batchDependenceLocal: 0 }),
  },
  'default-marginal-dependence-only': {
    terms: defaultTerms({ batchDependenceRbf: 100, batchDependenceLocal: 0 }),
  },
  'default-nio-not-detached': { latent: { nio: { detached: false } } },
};

/** All our assemblies in the benchmark; `zbio` is the default. */
export const variants: Record<string, Variant> = { zbio: {}, ...ablation };
