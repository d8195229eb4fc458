import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import { checkTensor2d } from '../tensor/checkShapes.js';
import { gradientDepth, gradientTape, readsItsOutput, type TapeNode } from '../wasm/patches/engineState.js';

// The gradient of logSoftmax reads its saved output too, but it is a custom gradient inside tfjs, not that of a
// registered kernel.
const logSoftmaxName = 'logSoftmax__op';

/** Names of the operations that lead from `z` to `output`. */
function operationsBetween(z: tf.Tensor, output: tf.Tensor, tape: TapeNode[]): string[] {
  const reached = new Set([z.id]);
  const after = tape.filter(({ inputs, outputs }) => {
    const follows = Object.values(inputs).some(({ id }) => reached.has(id));
    if (follows) for (const { id } of outputs) reached.add(id);
    return follows;
  });
  const needed = new Set([output.id]);
  const before = after.reverse().filter(({ inputs, outputs }) => {
    const leads = outputs.some(({ id }) => needed.has(id));
    if (leads) for (const { id } of Object.values(inputs)) needed.add(id);
    return leads;
  });
  return before.map(({ kernelName }) => kernelName);
}

/**
 * Returns `f(z)`, or throws if tfjs would silently compute a wrong second derivative through it: tfjs treats an
 * operation's saved output (exp, tanh, sigmoid, softmax, …) as a constant there. Call it inside the inner of
 * two nested gradients. If only one gradient is being taken, every operation is right and nothing is refused.
 *
 * @throws RangeError that names the operation.
 */
export function refuseWrongSecondDerivative(
  argument: string,
  f: (z: tf.Tensor2D) => tf.Tensor2D,
  z: tf.Tensor2D,
): tf.Tensor2D {
  const start = gradientTape().length;
  const output = f(z);
  checkTensor2d(`${argument}, its result`, output);
  if (gradientDepth() < 2) return output;
  const used = operationsBetween(z, output, gradientTape().slice(start));
  const isWrong = (name: string) => name === logSoftmaxName || readsItsOutput(name);
  const received = used.find(isWrong)?.replace('__op', '');
  if (!received) return output;
  const expected = 'operations whose second derivative is right in tfjs';
  throw badValue({ argument, expected, received, next: 'Use relu or softplus in this network.' });
}
