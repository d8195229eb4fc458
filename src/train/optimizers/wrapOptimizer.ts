import * as tf from '@tensorflow/tfjs';
import { badType, badValue } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import { readValues } from '../../tensor/values.js';
import { type Optimizer, withShapes } from './optimizer.js';

type NamedTensor = { name: string; tensor: tf.Tensor };

/** Makes an optimizer. Throws if the function returns something else. */
function made(create: () => tf.Optimizer): tf.Optimizer {
  const optimizer: unknown = create();
  const { applyGradients, dispose }: Partial<tf.Optimizer> = optimizer ?? {};
  if (typeof applyGradients === 'function' && typeof dispose === 'function') return optimizer as tf.Optimizer;
  const expected = 'a function that returns a tf.Optimizer';
  const next = 'For example: () => tf.train.adam(1e-3).';
  throw badType({ argument: 'optimizer', expected, received: `one that returns ${shown(optimizer)}`, next });
}

/** The learning rate of a tfjs optimizer, a protected field. */
const rateOf = (optimizer: tf.Optimizer): number =>
  (optimizer as unknown as { learningRate: number }).learningRate;

function setRate(optimizer: tf.Optimizer, rate: number): void {
  // SGD and momentum hold the rate as a tensor, too.
  const own = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
  if (own.setLearningRate) own.setLearningRate(rate);
  else own.learningRate = rate;
}

function release(optimizer: tf.Optimizer): void {
  optimizer.dispose();
  // The momentum of tfjs forgets its rate.
  const { c } = optimizer as unknown as { c?: tf.Tensor };
  if (c && !c.isDisposed) c.dispose();
}

function multiplyRate(optimizer: tf.Optimizer, factor: number): void {
  const rate: unknown = rateOf(optimizer);
  if (typeof rate !== 'number') {
    const expected = 'an optimizer with a learning rate, which retries can halve';
    throw badValue({ argument: 'optimizer', expected, received: 'another', next: 'Leave retries out.' });
  }
  setRate(optimizer, rate * factor);
}

/** Wraps a tfjs optimizer, such as `() => tf.train.sgd(0.1)`, as an {@link Optimizer}. Each model makes its own. */
export function wrapOptimizer(variables: readonly tf.Variable[], create: () => tf.Optimizer): Optimizer {
  let optimizer = made(create);
  let factor = 1;
  return {
    learningRate: () => rateOf(optimizer),
    scaleRate: (next) => {
      multiplyRate(optimizer, next / factor);
      factor = next;
    },
    step: (gradients) => {
      // Always the complete list, and as a list: tfjs keeps moments by position, so a missing entry would shift the others,
      // and an object would be sorted by the variables' names, which are numbers that change from run to run.
      const named = variables.map(({ name }, i) => ({ name, tensor: gradients[i] }));
      optimizer.applyGradients(named as NamedTensor[]);
    },
    state: async () => {
      const [iterations, ...slots] = await optimizer.getWeights();
      const count = (await iterations!.tensor.data())[0]!;
      iterations!.tensor.dispose(); // made for this call; the others are the live slots
      const tensors = slots.map(({ tensor }) => tensor);
      return { counts: [count], tensors: withShapes(tensors, await readValues(tensors)) };
    },
    restore: async ({ counts, tensors }) => {
      release(optimizer);
      optimizer = made(create);
      if (factor !== 1) multiplyRate(optimizer, factor);
      const slots = tensors.map(({ shape, data }, i) => ({
        name: `slot${i}`,
        tensor: tf.tensor(data.slice(), shape),
      }));
      const iterations = { name: 'iter', tensor: tf.scalar(counts[0]!, 'int32') };
      await optimizer.setWeights([iterations, ...slots]);
      tf.dispose([iterations.tensor, ...slots.map(({ tensor }) => tensor)]);
    },
    dispose: () => release(optimizer),
  };
}
