import * as tf from '@tensorflow/tfjs';
import { unitGradientPenalty } from '../../losses/unitGradientPenalty.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode, Network } from '../../nn/network.js';
import { normalTensor, uniformTensor } from '../../random/randomTensors.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { AdamOptions } from '../../train/optimizers/adam.js';
import type { Step } from '../../train/step.js';
import type { Stages } from './stages.js';

/** The two networks that play against each other. */
export interface Players {
  /** [code | noise] -> cell */
  generator: Network;
  /** [cell | code] -> score: how much the cell looks generated */
  critic: Network;
}

/** What the terms of stage B read. */
export interface StageBPass {
  /** Real cells. [cells, genes] */
  x: tf.Tensor2D;
  /** Cells generated from the same codes. [cells, genes] */
  generated: tf.Tensor2D;
  /** The critic's score of cells that have these codes. [cells, genes] -> [cells, 1] */
  score(x: tf.Tensor2D): tf.Tensor2D;
}

/** Generates a cell from each code. [cells, codes] -> [cells, genes] */
export function generateFrom(
  generator: Network,
  codes: tf.Tensor2D,
  noise: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  return generator.apply(tf.concat([codes, noise], 1), mode);
}

const distance = ({ x, generated, score }: StageBPass): tf.Scalar =>
  score(x).mean().sub(score(generated).mean()).asScalar();

/** The penalty between real and generated cells, at `e·x + (1 - e)·generated` with one e for the minibatch. */
function penalty({ x, generated, score, mode }: StageBPass & Step): tf.Scalar {
  const e = uniformTensor([1, 1], mode.rng);
  return unitGradientPenalty(score, x.mul(e).add(generated.mul(tf.sub(1, e))));
}

/** How stage B is played. */
export interface StageBOptions {
  /** Dimensions of the noise. */
  noise: number;
  /** Weight of the gradient penalty. */
  penalty: number;
  /** Steps of the critic for one of the generator. */
  criticSteps: number;
  optimizer: AdamOptions;
}

/**
 * Stage B, a conditional Wasserstein GAN with gradient penalty. The critic minimises
 * `mean D(x, y) - mean D(G(y, n), y) + penalty·mean (‖∂D/∂x‖ - 1)²`, the generator `mean D(G(y, n), y)`.
 *
 * @param codesOf - The codes y of a minibatch. [cells, codes]
 */
export function stageB(
  { generator, critic }: Players,
  codesOf: (minibatch: Minibatch, step: Step) => tf.Tensor2D,
  { second }: Pick<Stages, 'second'>,
  options: StageBOptions,
): AssemblyPhase[] {
  const play = (minibatch: Minibatch, step: Step, modes: Record<keyof Players, Mode>): StageBPass => {
    const { x } = minibatch;
    const codes = codesOf(minibatch, step);
    const noise = normalTensor([x.shape[0], options.noise], step.mode.rng);
    return {
      x,
      generated: generateFrom(generator, codes, noise, modes.generator),
      score: (cells) => critic.apply(tf.concat([cells, codes], 1), modes.critic),
    };
  };
  const frozen = ({ mode }: Step): Mode => ({ ...mode, frozen: true });
  const { optimizer, criticSteps } = options;
  return [
    assemblyPhase<StageBPass>({
      name: 'critic',
      forward: (minibatch, step) => play(minibatch, step, { generator: frozen(step), critic: step.mode }),
      terms: [
        { name: 'critic', weight: second(1), loss: distance },
        { name: 'gradientPenalty', weight: second(options.penalty), loss: penalty },
      ],
      moves: ['critic'],
      optimizer,
    }),
    assemblyPhase<StageBPass>({
      name: 'generator',
      forward: (minibatch, step) => play(minibatch, step, { generator: step.mode, critic: frozen(step) }),
      terms: [
        {
          name: 'generator',
          weight: second(1),
          loss: ({ generated, score }) => score(generated).mean().asScalar(),
        },
      ],
      moves: ['generator'],
      optimizer,
      every: criticSteps,
    }),
  ];
}
