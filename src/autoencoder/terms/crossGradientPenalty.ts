import * as tf from '@tensorflow/tfjs';
import { gradientPenalty } from '../../losses/gradientPenalty.js';
import { detach } from '../../tensor/detach.js';
import type { ForwardPass, LossTerm } from './forwardPass.js';
import type { BlockName } from './termOptions.js';

/** ‖∂(re-encoded `kept`) / ∂(latent `moved`)‖², mean over cells. */
function reaction(pass: ForwardPass, kept: BlockName, moved: BlockName): tf.Scalar {
  // In inference mode, with running statistics, a cell's output depends on that cell alone, as the penalty assumes.
  const mode = { ...pass.mode, training: false };
  const decodeAndEncode = (z: tf.Tensor2D): tf.Tensor2D => {
    const latent = { ...pass.latent, [kept]: detach(pass.latent[kept]), [moved]: z };
    return pass.encode(pass.decode(latent, pass.batch, mode), mode).mean[kept];
  };
  return gradientPenalty(decodeAndEncode, detach(pass.latent[moved]), pass.mode.rng);
}

/**
 * Penalises each re-encoded latent's dependence on the other latent: ‖∂ẑ_bio/∂z_nio‖² + ‖∂ẑ_nio/∂z_bio‖²,
 * ẑ = encode(decode(z)).
 *
 * Costs two more passes and their second-order gradients per step.
 */
export function crossGradientPenalty(): LossTerm {
  return {
    name: 'disentangleGradientPenalty',
    loss: (pass) => tf.add(reaction(pass, 'bio', 'nio'), reaction(pass, 'nio', 'bio')),
  };
}
