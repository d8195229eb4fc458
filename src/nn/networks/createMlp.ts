import * as tf from '@tensorflow/tfjs';
import { allOrNothing } from '../../backend/variable.js';
import type { CsrMatrix } from '../../matrix/matrix.js';
import { dropoutNoise } from '../../noise/dropoutNoise.js';
import { type Activation, activationFunction } from '../layers/activation.js';
import type { Layer } from '../layers/layer.js';
import { type LinearLayer, linearLayer } from '../layers/linearLayer.js';
import { normLayer } from '../layers/normLayer.js';
import type { FirstNorm, Mode, Network } from '../network.js';
import { type MlpOptions, type ResolvedMlpOptions, resolveMlpOptions } from './mlpOptions.js';

/** Input of a stack's first layer. */
type Input = tf.Tensor2D | CsrMatrix;

/** A multilayer perceptron. */
export interface Mlp extends Network {
  /** Weights of the first layer: the contribution of each input to each unit. [inputs, units] */
  readonly inputWeights: tf.Variable<tf.Rank.R2>;
}

type StackLayer = Layer<Input> & Pick<LinearLayer, 'weights'> & { firstNorm?: FirstNorm };

/** Evaluation without gradients: nothing is drawn. */
const asItStands = { training: false, frozen: true } as Mode;

function hiddenLayer(
  inputs: number,
  units: number,
  activation: Activation,
  options: ResolvedMlpOptions,
  isFirst: boolean,
): StackLayer {
  const linear = linearLayer(inputs, units, options.rng, options.initial);
  const norm = normLayer(options.norm, units);
  const activate = activationFunction('createMlp: activation', activation);
  return {
    weights: linear.weights,
    variables: [...linear.variables, ...(norm?.variables ?? [])],
    ...(isFirst && norm && 'statistics' in norm
      ? { firstNorm: { ...norm.statistics, sums: (x) => tf.tidy(() => linear.apply(x, asItStands)) } }
      : {}),
    apply: (x, mode) => {
      const summed = linear.apply(x, mode);
      const normed = norm ? norm.apply(summed, mode) : summed;
      const active = activate(isFirst && mode.behindFirstNorm ? mode.behindFirstNorm(normed) : normed);
      return mode.training && options.dropout > 0 ? dropoutNoise(active, options.dropout, mode.rng) : active;
    },
  };
}

/** The hidden layers, followed by the linear output layer. */
function layersOf(options: ResolvedMlpOptions): [StackLayer, ...StackLayer[]] {
  const { inputs, outputs, hidden, activation, repeated, heads, initial, rng } = options;
  const inputsOf = (layer: number): number => (layer ? hidden[layer - 1]! + repeated : inputs);
  const layers = hidden.map((units, i) => hiddenLayer(inputsOf(i), units, activation[i]!, options, i === 0));
  const last = linearLayer(inputsOf(hidden.length), outputs, rng, initial, heads);
  const [first, ...others] = layers;
  return first ? [first, ...others, last] : [last];
}

/**
 * A multilayer perceptron. Each hidden layer is linear -> norm -> activation -> dropout; the output layer is
 * linear.
 *
 * The network owns its variables; dispose them with `tf.dispose([...network.variables])`.
 *
 * @throws RangeError if a size is below 1, or a norm, an activation or an option is unknown; TypeError if
 * `hidden` isn't a list.
 * @example
 * ```ts
 * const net = createMlp({ inputs: 2000, outputs: 10, hidden: [256, 128] });
 * net.apply(x, { training: false, rng: createRng(0) }); // [cells, 10]
 * ```
 */
export function createMlp(options: MlpOptions): Mlp {
  const resolved = resolveMlpOptions(options);
  const stack = allOrNothing(() => layersOf(resolved));
  const { inputs, outputs, hidden, norm, dropout, repeated } = resolved;
  const { activation = 'relu' } = options;
  return {
    inputWeights: stack[0].weights,
    ...(stack[0].firstNorm ? { firstNorm: stack[0].firstNorm } : {}),
    variables: stack.flatMap((layer) => layer.variables),
    apply: (x, mode) => tf.tidy(() => applyStack(stack, x, lastColumns(x, repeated), mode)),
    // Only decoders repeat columns, and their input is dense; from sparse rows the columns would have to be cut
    // out.
    ...(repeated ? {} : { applySparse: (x, mode) => tf.tidy(() => applyStack(stack, x, undefined, mode)) }),
    toConfig: () => ({
      kind: 'mlp',
      inputs,
      outputs,
      hidden,
      activation: typeof activation === 'object' ? activation.map(nameOf) : nameOf(activation),
      norm,
      dropout,
      repeated,
    }),
  };
}

const nameOf = (activation: Activation): string => (typeof activation === 'string' ? activation : 'custom');

/** The last columns of the input; undefined if `columns` is 0. */
const lastColumns = (x: tf.Tensor2D, columns: number): tf.Tensor2D | undefined =>
  columns ? tf.slice(x, [0, x.shape[1] - columns], [-1, columns]) : undefined;

function applyStack(
  [first, ...rest]: readonly Layer<Input>[],
  x: Input,
  tail: tf.Tensor2D | undefined,
  mode: Mode,
): tf.Tensor2D {
  return rest.reduce(
    (h, layer) => layer.apply(tail ? tf.concat([h, tail], 1) : h, mode),
    first!.apply(x, mode),
  );
}
