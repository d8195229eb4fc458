import * as tf from '@tensorflow/tfjs';
import { sameLength } from '../check/checks.js';
import { checkHasRows, checkSameShape, checkTensor } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';
import { withGradient } from '../tensor/withGradient.js';

/**
 * Squared reconstruction error with each gene on its own scale:
 * `mean over cells of ½ Σ_g (x̂_g - x_g)² / (s_g + 0.02 mean(s) + 1e-8)`. With s the running mean squared
 * residual, this is a Gaussian likelihood with one variance per gene, so that a few highly variable genes don't
 * drown the rest. No gradient flows into s.
 *
 * @param output - The reconstruction x̂. [cells, genes]
 * @param target - The input x. [cells, genes]
 * @param scale - s >= 0, in squared units of the input. [genes]
 * @returns Scalar without unit; about ½ · genes if s is the current residual. The caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @example
 * ```ts
 * const loss = scaledReconstructionLoss(pass.output, pass.x, residual);
 * ```
 */
export function scaledReconstructionLoss(
  output: tf.Tensor2D,
  target: tf.Tensor2D,
  scale: tf.Tensor1D,
): tf.Scalar {
  checkHasRows('scaledReconstructionLoss: output', output);
  checkSameShape('scaledReconstructionLoss: target', target, output);
  checkTensor('scaledReconstructionLoss: scale', scale, 1);
  sameLength('scaledReconstructionLoss: scale', scale.size, output.shape[1], 'gene');
  return tf.tidy(() => {
    const perGene = detach(scale.add(scale.mean().mul(0.02)).add(1e-8));
    // The gradient is written by hand: automatic differentiation makes five more passes over [cells, genes].
    return withGradient([output, target], (save, output, target) => {
      const residual = output.sub(target);
      const weighted = residual.div(perGene);
      save([weighted]);
      return {
        value: residual.mul(weighted).sum(1).mean().mul(0.5).asScalar(),
        gradient: (dy, [weighted]) => {
          const toOutput = weighted!.mul(dy.div(output.shape[0]));
          return [toOutput, toOutput.neg()];
        },
      };
    });
  });
}
