import type * as tf from '@tensorflow/tfjs';
import type { Graph } from '../onnx/graph.js';

/** An input of a function that is traced. */
export interface InputSpec {
  shape: readonly number[];
  /** Default `'float32'`. */
  dtype?: 'float32' | 'int32' | 'bool';
}

/** What a traced function may do besides calling operations. */
export interface Recording {
  /**
   * Declares a further input while tracing: something from outside that changes from run to run, such as random numbers or a
   * weight that follows a schedule. Names must differ.
   */
  input(name: string, shape: readonly number[], dtype?: InputSpec['dtype']): tf.Tensor;
}

/** A function of named tensors, in ordinary tfjs operations; gradients may be taken inside. */
export type Traceable = (
  inputs: Record<string, tf.Tensor>,
  recording: Recording,
) => Record<string, tf.Tensor>;

/** A variable and the graph's input that stands for it. */
export interface NamedVariable {
  name: string;
  variable: tf.Variable;
}

/** A variable and the graph's output that holds its new value. */
export interface AssignedVariable {
  output: string;
  variable: tf.Variable;
}

/** An input with its name. */
export interface NamedInput extends Required<InputSpec> {
  name: string;
}

/** A function as a graph. */
export interface Traced {
  graph: Graph;
  /** Variables that the graph reads, in the order of its inputs. */
  variables: NamedVariable[];
  /** Variables that the function assigns. */
  assigned: AssignedVariable[];
  /** The other inputs that the graph reads: those given and those declared while tracing. */
  inputs: NamedInput[];
}
