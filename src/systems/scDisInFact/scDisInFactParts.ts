import type * as tf from '@tensorflow/tfjs';
import type { Assembly } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import type { LabelPrior } from '../../nn/networks/createLabelPrior.js';

/** Numbers that aren't learnt but found of the training cells; a variable, so that a model's file holds them. */
export interface Table {
  variables: readonly [tf.Variable<tf.Rank.R2>];
}

/** What there is for each condition type. */
export interface ConditionParts {
  /** Scaled expression to [mean | log-variance]. */
  encoder: Network;
  /** Latent to the label's logits. */
  classifier: Network;
  /** A learned Gaussian a label. */
  prior: LabelPrior;
  /** A column a group, 1 in the row of the group of the same label with which it is compared. [groups, groups] */
  references: Table;
  /** Mean latent of each label's training cells. [labels, size] */
  centroids: Table;
}

/** The networks of the method. */
export interface ScDisInFactParts {
  /** log1p of counts a hundred, to mean 0 and variance 1. */
  scaler: Network;
  /** [scaled expression | batch] to [mean | log-variance]. */
  shared: Network;
  /** [shared latent | conditions' latents | batch] to what the counts' loss takes. */
  decoder: Network;
  /** A column a group, 1 in the row of the group with which it is compared. [groups, groups] */
  references: Table;
  /** By condition type. */
  conditions: Readonly<Record<string, ConditionParts>>;
}

const kinds = ['encoder', 'classifier', 'prior', 'references', 'centroids'] as const;

/** The parts as an assembly's networks: those of a condition type as `encoder/treatment`. */
export function networksOf({ conditions, ...parts }: ScDisInFactParts): Assembly['networks'] {
  const named = Object.entries(conditions).flatMap(([name, condition]) =>
    kinds.map((kind) => [`${kind}/${name}`, condition[kind]] as const),
  );
  return { ...parts, ...Object.fromEntries(named) };
}

/** The way back from {@link networksOf}. */
export function partsOf(networks: Assembly['networks'], conditions: readonly string[]): ScDisInFactParts {
  const { scaler, shared, decoder, references } = networks as unknown as ScDisInFactParts;
  const named = conditions.map((name) => {
    const own = kinds.map((kind) => [kind, networks[`${kind}/${name}`]!] as const);
    return [name, Object.fromEntries(own) as unknown as ConditionParts] as const;
  });
  return { scaler, shared, decoder, references, conditions: Object.fromEntries(named) };
}
