import type * as tf from '@tensorflow/tfjs';
import type { Network } from '../nn/network.js';
import type { LossTerm } from '../terms/lossTerm.js';
import type { Optimizer } from './optimizer.js';

/** A term with the networks that its `build` made for this model. */
export interface BoundTerm {
  term: LossTerm;
  networks: readonly Network[];
}

/** One player of the training: its objective and what it may move. One phase is the ordinary case. */
export interface Phase {
  name: string;
  terms: readonly BoundTerm[];
  /** Trainable variables that this phase moves, in a fixed order. */
  variables: readonly tf.Variable[];
  /** Bound to `variables`. */
  optimizer: Optimizer;
  /** Runs at every n-th step. */
  every: number;
}
