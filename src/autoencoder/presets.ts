import type { LatentLayout } from '../nn/latentLayout.js';
import { cosineSchedule } from '../schedules/cosineSchedule.js';
import { joinSchedules } from '../schedules/joinSchedules.js';
import { linearSchedule } from '../schedules/linearSchedule.js';
import type { Schedule, Scheduled } from '../schedules/schedule.js';
import { warmUp } from '../schedules/warmUp.js';
import type { AdamOptions } from '../train/optimizers/adam.js';
import { batchClassifier } from './terms/batchClassifier.js';
import { defaultTerms } from './terms/defaultTerms.js';
import { disentangleMmd } from './terms/disentangleMmd.js';
import type { LossTerm } from './terms/forwardPass.js';
import { reconstruction } from './terms/reconstruction.js';

/** Names of the presets. */
export type PresetName = 'default' | 'specified' | 'plain';

/** The parts of a preset. An option can replace each of them. */
export interface Preset {
  latent: LatentLayout;
  terms: () => LossTerm[];
  /** Standard deviation of the Gaussian input noise. */
  noise: Scheduled;
  optimizer: AdamOptions;
}

const fallingNoise: Schedule = linearSchedule({ from: 0.1, to: 0.02 });

/** Rises to 2e-3 over 30 % of the steps, then falls to 1e-4 along half a cosine. */
const oneCycle: Schedule = joinSchedules(
  [linearSchedule({ from: 1e-4, to: 2e-3 }), cosineSchedule({ from: 2e-3, to: 1e-4 })],
  [0.3],
);

const deterministic = (size: number): LatentLayout => ({
  bio: { size, distribution: 'deterministic', detached: false },
  nio: { size, distribution: 'deterministic', detached: false },
});

const specifiedTerms = (): LossTerm[] => [
  reconstruction({ measure: 'squared' }),
  batchClassifier(),
  { ...disentangleMmd(true), weight: warmUp({ epochs: 0.1, ramp: 0.1, to: 1 }) },
];

/**
 * The presets by name.
 *
 * - `default`: the recipe for integrating batches: {@link defaultTerms}, Gaussian latents 10 / 8, z_nio detached in the
 *   decoder, one-cycle Adam.
 * - `specified`: L_rec + λ₁·L_cls - λ₂·MMD(z_bio, z_nio) on L2-normalised latents, deterministic latents 16 / 16,
 *   warm-up, Adam 1e-3.
 * - `plain`: reconstruction alone.
 */
export const presets: Record<PresetName, Preset> = {
  default: {
    latent: {
      bio: { size: 10, distribution: 'gaussian', detached: false },
      nio: { size: 8, distribution: 'gaussian', detached: true },
    },
    terms: defaultTerms,
    noise: fallingNoise,
    optimizer: { learningRate: oneCycle },
  },
  specified: {
    latent: deterministic(16),
    terms: specifiedTerms,
    noise: fallingNoise,
    optimizer: { learningRate: 1e-3 },
  },
  plain: {
    latent: deterministic(16),
    terms: () => [reconstruction({ measure: 'squared' })],
    noise: 0,
    optimizer: { learningRate: 1e-3 },
  },
};
