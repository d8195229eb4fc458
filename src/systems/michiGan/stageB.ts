import * as tf from '@tensorflow/tfjs';
import { unitGradientPenalty } from '../../losses/unitGradientPenalty.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode } from '../../nn/network.js';
import { normalTensor, uniformTensor } from '../../random/randomTensors.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { AdamOptions } from '../../train/optimizers/adam.js';
import type { Step } from '../../train/step.js';
import { generateFrom, type Players } from './michiGanNetworks.js';
import type { Stages } from './stages.js';

/** What the terms of stage B read. */
export interface StageBPass {
  /** Real cells. [cells, genes] */
  x: tf.Tensor2D;
  /** Cells generated from the same codes. [cells, genes] */
  generated: tf.Tensor2D;
  /** The critic's score of cells that have these codes. [cells, genes] -> [cells, 1] */
  score(x: tf.Tensor2D): tf.Tensor2D;
}

/** mean D(x, y) - mean D(G(y, n), y) */
const distance = ({ x, generated, score }: StageBPass): tf.Scalar =>
  score(x).mean().sub(score(generated).mean()).asScalar();

/** mean (‖∂D/∂x‖ - 1)² between real and generated cells, at `e·x + (1 - e)·generated` with one e per minibatch. */
function gradientPenalty({ x, generated, score, mode }: StageBPass & Step): tf.Scalar {
  const e = uniformTensor([1, 1], mode.rng);
  return unitGradientPenalty(score, x.mul(e).add(generated.mul(tf.sub(1, e))));
}

/** How stage B is trained. */
export interface StageBOptions {
  /** Dimensions of the noise. */
  noise: number;
  /** Weight of the gradient penalty. */
  penalty: number;
  /** The critic's steps for each of the generator's. */
  criticSteps: number;
  optimizer: AdamOptions;
}

/** mean D(G(y, n), y) */
const generatedScore = ({ generated, score }: StageBPass): tf.Scalar => score(generated).mean().asScalar();

/** Generates cells from the codes and has them judged; only the player that is moved gets gradients. */
function passThrough(
  { generator, critic }: Players,
  moved: keyof Players,
  codes: tf.Tensor2D,
  { x, mode, noise }: Pick<StageBPass & Step, 'x' | 'mode'> & { noise: number },
): StageBPass {
  const modeOf = (player: keyof Players): Mode => (player === moved ? mode : { ...mode, frozen: true });
  const drawn = normalTensor([x.shape[0], noise], mode.rng);
  return {
    x,
    generated: generateFrom(generator, codes, drawn, modeOf('generator')),
    score: (cells) => critic.apply(tf.concat([cells, codes], 1), modeOf('critic')),
  };
}

/**
 * Stage B, a conditional Wasserstein GAN with gradient penalty. The critic minimises
 * `mean D(x, y) - mean D(G(y, n), y) + penalty·mean (‖∂D/∂x‖ - 1)²`, the generator `mean D(G(y, n), y)`.
 *
 * @param codesOf - The codes y of a minibatch. [cells, codes]
 */
export function stageB(
  players: Players,
  codesOf: (minibatch: Minibatch, step: Step) => tf.Tensor2D,
  { second }: Pick<Stages, 'second'>,
  options: StageBOptions,
): AssemblyPhase[] {
  const { optimizer, penalty, criticSteps } = options;
  const play = (moved: keyof Players) => (minibatch: Minibatch, step: Step) =>
    passThrough(players, moved, codesOf(minibatch, step), { ...step, x: minibatch.x, noise: options.noise });
  return [
    assemblyPhase<StageBPass>({
      name: 'critic',
      forward: play('critic'),
      terms: [
        { name: 'critic', weight: second(1), loss: distance },
        { name: 'gradientPenalty', weight: second(penalty), loss: gradientPenalty },
      ],
      moves: ['critic'],
      optimizer,
    }),
    assemblyPhase<StageBPass>({
      name: 'generator',
      forward: play('generator'),
      terms: [{ name: 'generator', weight: second(1), loss: generatedScore }],
      moves: ['generator'],
      optimizer,
      every: criticSteps,
    }),
  ];
}
