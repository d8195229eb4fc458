import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { encodeLabels } from '../../../src/matrix/labels.js';
import type { Assembly } from '../../../src/model/assembly.js';
import { createRng } from '../../../src/random/rng.js';
import {
  type CountLikelihood,
  resolveScDisInFact,
} from '../../../src/systems/scDisInFact/scDisInFactOptions.js';
import {
  assembleScDisInFact,
  type ScDisInFactAssembly,
} from '../../../src/systems/scDisInFact/scDisInFactPhases.js';
import type { TrainingSet } from '../../../src/train/minibatch.js';

/** What the original's own code says of some cells at known weights (scdisinfact.py). */
export interface Original {
  counts: number[][];
  meta: Record<'batch' | 'treatment' | 'severity', string[]>;
  terms: Record<string, number> & { reconstruction: Record<'nb' | 'zinb' | 'mse', number> };
  /** Total, and of each parameter that the half-step moves: the gradient's norm and a projection of it. */
  halfSteps: Record<'shared' | 'conditions', { total: number; gradients: Record<string, [number, number]> }>;
  predicted: number[][];
  geneScores: Record<'treatment' | 'severity', number[]>;
}

export const original: Original = JSON.parse(
  readFileSync(new URL('../../reference/systems/scdisinfact.json', import.meta.url), 'utf8'),
);

const conditions = ['treatment', 'severity'] as const;

/** The reference's cells. */
export const cells: TrainingSet = {
  x: {
    data: Float32Array.from(original.counts.flat()),
    shape: [original.counts.length, original.counts[0]!.length],
  },
  batch: encodeLabels('batch', original.meta.batch),
  covariates: Object.fromEntries(conditions.map((name) => [name, encodeLabels(name, original.meta[name])])),
};

/** The published system, with the weights that its initialisation gives. */
export function published(likelihood: CountLikelihood): ScDisInFactAssembly {
  const latent = { shared: 4, treatment: 2, severity: 3 };
  const covariates = Object.fromEntries(
    conditions.map((name) => [name, { size: name === 'treatment' ? 2 : 3 }]),
  );
  const shape = { cells: 40, genes: 9, batches: ['A', 'B'], covariates, rng: createRng(0) };
  return assembleScDisInFact(shape, resolveScDisInFact({ conditions, latent, likelihood }), cells);
}

/** Uniform in [-1, 1) by formula: the fraction of a large sine. */
function noise(tensor: number, i: number, j: number): number {
  const value = Math.sin(1 + 12.9898 * i + 78.233 * j + 37.719 * tensor) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

const weight = (tensor: number, inputs: number, outputs: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: inputs }, (_, i) =>
      Array.from({ length: outputs }, (_, j) => noise(tensor, i, j) / Math.sqrt(inputs)),
    ),
  );

/** A parameter of the original: some columns of one of our variables. */
export interface Slot {
  name: string;
  variable: tf.Variable;
  from: number;
  columns: number;
}

/** Names for consecutive blocks of a linear layer's columns: the original has a layer for each. */
function blocks(names: string[], kernel: tf.Variable, bias: tf.Variable): Slot[] {
  const columns = kernel.shape[1]! / names.length;
  return names.flatMap((name, i) => [
    { name, variable: kernel, from: i * columns, columns },
    { name: `${name}.bias`, variable: bias, from: i * columns, columns },
  ]);
}

function stack(name: string, heads: string[], { variables }: Assembly['networks'][string]): Slot[] {
  const layers = variables.length / 2;
  return Array.from({ length: layers }, (_, i) => {
    const names = i < layers - 1 ? [`${name}.${i}`] : heads.map((head) => (head ? `${name}.${head}` : name));
    return blocks(names, variables[2 * i]!, variables[2 * i + 1]!);
  }).flat();
}

/** The parameters of the original in the order in which scdisinfact.py fills them. */
export function slotsOf({ networks }: Assembly): Slot[] {
  const moments = ['mean', 'logVariance'];
  const heads = ['mean', 'dispersion', 'dropout'];
  const decoder = networks['decoder']!;
  const given = heads.slice(0, decoder.variables.at(-1)!.shape[0]! / 9);
  const ofCondition = (name: string): Slot[] => [
    ...stack(`encoder/${name}`, moments, networks[`encoder/${name}`]!),
    ...stack(`classifier/${name}`, [''], networks[`classifier/${name}`]!),
    ...networks[`prior/${name}`]!.variables.map((variable, i) => {
      return { name: `prior/${name}.${moments[i]}`, variable, from: 0, columns: variable.shape[1]! };
    }),
  ];
  return [
    ...stack('shared', moments, networks['shared']!),
    ...conditions.flatMap(ofCondition),
    ...stack('decoder', given, decoder),
  ];
}

/** Gives every parameter the values that scdisinfact.py gives it. */
export function fill(slots: readonly Slot[]): void {
  const variables = [...new Set(slots.map(({ variable }) => variable))];
  for (const variable of variables) {
    tf.tidy(() => {
      const inputs = variable.rank === 2 ? variable.shape[0]! : 1;
      const own = slots.flatMap((slot, i) =>
        slot.variable === variable ? [weight(i, inputs, slot.columns)] : [],
      );
      variable.assign(tf.reshape(tf.concat(own, 1), variable.shape));
    });
  }
}
