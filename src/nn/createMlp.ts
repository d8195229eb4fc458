import * as tf from '@tensorflow/tfjs';
import { beforeFirstTensor } from '../backend/lazyStart.js';
import { numberWithin, oneOf, rejectUnknown, sameLength, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import type { CsrMatrix } from '../matrix/matrix.js';
import { dropoutNoise } from '../noise/dropoutNoise.js';
import { createRng, type Rng } from '../random/rng.js';
import { type Activation, activationFunction } from './activation.js';
import { type InitialWeights, initialWeightNames } from './initialWeights.js';
import type { Layer } from './layer.js';
import { linearLayer } from './linearLayer.js';
import type { Mode, Network } from './network.js';
import { type NormName, normLayer, normNames } from './normLayer.js';

/** What the hidden layers of any of our networks may look like. */
export interface HiddenOptions {
  /** Units of each hidden layer, from the input on; `[]` makes the network linear. */
  hidden?: readonly number[];
  /** Applied after each hidden layer, the same after all or one a layer; default `'relu'`. */
  activation?: Activation | readonly Activation[];
  /** Normalisation of each hidden layer before its activation, see {@link NormName}. */
  norm?: NormName;
  /** Share of hidden units dropped while training; default 0. */
  dropout?: number;
  /** How weights start, see {@link InitialWeights}; default `'fanIn'`. */
  initial?: InitialWeights;
  /** Where initial weights are drawn from; default `createRng(0)`. */
  rng?: Rng;
}

/** Names of {@link HiddenOptions}, for factories that pass them on. */
export const hiddenOptionNames: readonly string[] = [
  'hidden',
  'activation',
  'norm',
  'dropout',
  'initial',
  'rng',
];

/** Options of {@link createMlp}. */
export interface MlpOptions extends HiddenOptions {
  /** Columns of the input. */
  inputs: number;
  /** Columns of the output. */
  outputs: number;
  /** How many of the input's last columns every layer gets anew; default 0. */
  repeated?: number;
  /** How many layers' outputs stand side by side in the output, which only changes how `'glorot'` draws them; default 1. */
  heads?: number;
}

/** What a stack's first layer takes. */
type Input = tf.Tensor2D | CsrMatrix;

const perLayer = (activation: Activation | readonly Activation[], layers: number): readonly Activation[] =>
  typeof activation === 'object' ? activation : Array.from({ length: layers }, () => activation);

function hiddenLayer(
  inputs: number,
  units: number,
  activation: Activation,
  options: Required<HiddenOptions>,
): Layer<Input> {
  const linear = linearLayer(inputs, units, options.rng, options.initial);
  const norm = normLayer(options.norm, units);
  const activate = activationFunction('createMlp: activation', activation);
  return {
    variables: [...linear.variables, ...(norm?.variables ?? [])],
    apply: (x, mode) => {
      const summed = linear.apply(x, mode);
      const active = activate(norm ? norm.apply(summed, mode) : summed);
      return mode.training && options.dropout > 0 ? dropoutNoise(active, options.dropout, mode.rng) : active;
    },
  };
}

function checkHidden(hidden: unknown): void {
  if (!Array.isArray(hidden)) {
    const expected = 'a list of sizes such as [128, 64]';
    throw badType({ argument: 'createMlp: hidden', expected, received: String(hidden) });
  }
  for (const units of hidden) wholeNumber('createMlp: hidden', units);
}

function checkHeads(heads: number, outputs: number): void {
  if (outputs % wholeNumber('createMlp: heads', heads) === 0) return;
  throw badValue({
    argument: 'createMlp: heads',
    expected: `a divisor of outputs (${outputs})`,
    received: String(heads),
  });
}

// All of it before the first variable is made: a throw must not leave any behind.
function checkMlp(options: Required<MlpOptions>): void {
  const { inputs, outputs, hidden, repeated, heads, dropout, norm, activation, initial } = options;
  wholeNumber('createMlp: inputs', inputs);
  wholeNumber('createMlp: outputs', outputs);
  checkHidden(hidden);
  numberWithin('createMlp: repeated', wholeNumber('createMlp: repeated', repeated, 0), 0, inputs);
  numberWithin('createMlp: dropout', dropout, 0, 0.99);
  oneOf('createMlp: norm', norm, normNames);
  oneOf('createMlp: initial', initial, initialWeightNames);
  checkHeads(heads, outputs);
  const activations = perLayer(activation, hidden.length);
  sameLength('createMlp: activation', activations.length, hidden.length, 'hidden layer');
  for (const each of activations) activationFunction('createMlp: activation', each);
}

/**
 * A multilayer perceptron: per hidden layer linear -> norm -> activation -> dropout; a linear layer at the end.
 *
 * The network owns its variables; dispose them with `tf.dispose([...network.variables])`.
 *
 * @throws RangeError on sizes below 1, an unknown norm, activation or option; TypeError if `hidden` isn't a list.
 * @example
 * ```ts
 * const net = createMlp({ inputs: 2000, outputs: 10, hidden: [256, 128] });
 * net.apply(x, { training: false, rng: createRng(0) }); // [cells, 10]
 * ```
 */
export function createMlp(options: MlpOptions): Network {
  rejectUnknown('createMlp', options, [...hiddenOptionNames, 'inputs', 'outputs', 'repeated', 'heads']);
  const { inputs, outputs, hidden = [128], activation = 'relu', norm = 'batch', dropout = 0 } = options;
  const { repeated = 0, heads = 1, initial = 'fanIn', rng = createRng(0) } = options;
  const all = { inputs, outputs, hidden, activation, norm, dropout, initial, repeated, heads, rng };
  checkMlp(all);
  beforeFirstTensor();
  const activations = perLayer(activation, hidden.length);
  const layers = hidden.map((units, i) =>
    hiddenLayer(i ? hidden[i - 1]! + repeated : inputs, units, activations[i]!, all),
  );
  const last = hidden.length ? hidden.at(-1)! + repeated : inputs;
  const stack = [...layers, linearLayer(last, outputs, rng, initial, heads)];
  return {
    variables: stack.flatMap((layer) => layer.variables),
    apply: (x, mode) => tf.tidy(() => applyStack(stack, x, lastColumns(x, repeated), mode)),
    // Repeated columns would have to be cut out of the sparse rows, and are the decoder's, whose input is dense.
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

/** The input's last columns; undefined for none. */
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
