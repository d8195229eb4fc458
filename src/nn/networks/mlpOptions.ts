import { numberWithin, oneOf, sameLength, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import { checkRng, createRng, type Rng } from '../../random/rng.js';
import { type Activation, activationFunction } from '../layers/activation.js';
import { type InitialWeights, initialWeightNames } from '../layers/initialWeights.js';
import { type NormName, normNames } from '../layers/normLayer.js';

/** Options of the hidden layers, the same for all networks of the library. */
export interface HiddenOptions {
  /** Units of each hidden layer, starting at the input; `[]` makes the network linear. */
  hidden?: readonly number[];
  /** Applied after each hidden layer: one activation for all layers, or one per layer; default `'relu'`. */
  activation?: Activation | readonly Activation[];
  /** Normalisation of each hidden layer before its activation, see {@link NormName}. */
  norm?: NormName;
  /** Share of hidden units dropped during training; default 0. */
  dropout?: number;
  /** Initial distribution of the weights, see {@link InitialWeights}; default `'fanIn'`. */
  initial?: InitialWeights;
  /** Source of the initial weights; default `createRng(0)`. */
  rng?: Rng;
}

function checkHidden(argument: string, hidden: unknown): readonly number[] {
  if (!Array.isArray(hidden)) {
    throw badType({ argument, expected: 'a list of sizes such as [128, 64]', received: shown(hidden) });
  }
  return Array.from(hidden, (units) => wholeNumber(argument, units));
}

function checkActivations<Given extends Activation | readonly Activation[]>(
  argument: string,
  given: Given,
): Given {
  for (const each of [given].flat()) activationFunction(argument, each as Activation);
  return given;
}

/**
 * Entries of {@link HiddenOptions}, for factories that pass them on. The number of activations is checked when the
 * layers are built.
 */
export const hiddenTable: OptionTable<HiddenOptions, Required<HiddenOptions>> = {
  hidden: (argument, given = [128]) => checkHidden(argument, given),
  activation: (argument, given = 'relu') => checkActivations(argument, given),
  norm: (argument, given = 'batch') => oneOf(argument, given, normNames),
  dropout: (argument, given = 0) => numberWithin(argument, given, 0, 0.99),
  initial: (argument, given = 'fanIn') => oneOf(argument, given, initialWeightNames),
  rng: (argument, given = createRng(0)) => checkRng(argument, given),
};

/** Options of {@link createMlp}. */
export interface MlpOptions extends HiddenOptions {
  /** Number of columns of the input. */
  inputs: number;
  /** Number of columns of the output. */
  outputs: number;
  /** Number of last columns of the input that every later layer receives again; default 0. */
  repeated?: number;
  /**
   * Number of layers whose outputs stand side by side in the output; it only changes how `'glorot'` draws their
   * weights. Default 1.
   */
  heads?: number;
}

const table = {
  ...hiddenTable,
  inputs: wholeNumber,
  outputs: wholeNumber,
  repeated: (argument, given = 0) => wholeNumber(argument, given, 0),
  heads: (argument, given = 1) => wholeNumber(argument, given),
} satisfies OptionTable<MlpOptions>;

/** The options with defaults filled in and one activation per layer. */
export interface ResolvedMlpOptions extends Required<MlpOptions> {
  activation: readonly Activation[];
}

const perLayer = (activation: Activation | readonly Activation[], layers: number): readonly Activation[] =>
  typeof activation === 'object' ? activation : Array.from({ length: layers }, () => activation);

function checkHeads(heads: number, outputs: number): void {
  if (outputs % heads === 0) return;
  throw badValue({
    argument: 'createMlp: heads',
    expected: `a divisor of outputs (${outputs})`,
    received: shown(heads),
  });
}

// All checks run before the first variable is made: an error must not leave variables behind.
function checkTogether({ inputs, outputs, hidden, repeated, heads, activation }: ResolvedMlpOptions): void {
  numberWithin('createMlp: repeated', repeated, 0, inputs);
  checkHeads(heads, outputs);
  sameLength('createMlp: activation', activation.length, hidden.length, 'hidden layer');
}

/** Fills in the defaults and checks everything. */
export function resolveMlpOptions(options: MlpOptions): ResolvedMlpOptions {
  const values = readOptions('createMlp', options, table);
  const resolved = { ...values, activation: perLayer(values.activation, values.hidden.length) };
  checkTogether(resolved);
  return resolved;
}
