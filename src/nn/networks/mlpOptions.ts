import { numberWithin, oneOf, rejectUnknown, sameLength, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { createRng, type Rng } from '../../random/rng.js';
import { type Activation, activationFunction } from '../layers/activation.js';
import { type InitialWeights, initialWeightNames } from '../layers/initialWeights.js';
import { type NormName, normNames } from '../layers/normLayer.js';

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

/** The options with defaults filled in, an activation a layer. */
export interface ResolvedMlpOptions extends Required<MlpOptions> {
  activation: readonly Activation[];
}

const perLayer = (activation: Activation | readonly Activation[], layers: number): readonly Activation[] =>
  typeof activation === 'object' ? activation : Array.from({ length: layers }, () => activation);

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
function checkMlp(options: ResolvedMlpOptions): void {
  const { inputs, outputs, hidden, repeated, heads, dropout, norm, activation, initial } = options;
  wholeNumber('createMlp: inputs', inputs);
  wholeNumber('createMlp: outputs', outputs);
  checkHidden(hidden);
  numberWithin('createMlp: repeated', wholeNumber('createMlp: repeated', repeated, 0), 0, inputs);
  numberWithin('createMlp: dropout', dropout, 0, 0.99);
  oneOf('createMlp: norm', norm, normNames);
  oneOf('createMlp: initial', initial, initialWeightNames);
  checkHeads(heads, outputs);
  sameLength('createMlp: activation', activation.length, hidden.length, 'hidden layer');
  for (const each of activation) activationFunction('createMlp: activation', each);
}

/** Fills in the defaults and checks everything. */
export function resolveMlpOptions(options: MlpOptions): ResolvedMlpOptions {
  rejectUnknown('createMlp', options, [...hiddenOptionNames, 'inputs', 'outputs', 'repeated', 'heads']);
  const { hidden = [128], activation = 'relu', norm = 'batch', dropout = 0, initial = 'fanIn' } = options;
  const { inputs, outputs, repeated = 0, heads = 1, rng = createRng(0) } = options;
  const sizes = { inputs, outputs, hidden, repeated, heads };
  const resolved = { ...sizes, activation: perLayer(activation, hidden.length), norm, dropout, initial, rng };
  checkMlp(resolved);
  return resolved;
}
