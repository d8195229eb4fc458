import * as tf from '@tensorflow/tfjs';
import { badType, badValue } from '../check/errors.js';
import { GraphBuilder } from '../onnx/graphBuilder.js';
import { type SimplifyOptions, simplify } from '../onnx/passes/simplify.js';
import type { SymbolicTensor } from '../onnx/symbol.js';
import { whole } from './ops/emit.js';
import type { RecordingBackend } from './recordingBackend.js';
import type { InputSpec, NamedInput, Traced } from './traced.js';

/** Names that the graph gives to its own values. */
const GIVEN = /^(variable|assigned|node|const)_\d+$/;

/** One trace: its graph, and what its inputs and outputs stand for. */
export class TraceInProgress {
  readonly graph: GraphBuilder = new GraphBuilder();
  readonly #backend: RecordingBackend;
  readonly #names: Set<string> = new Set();
  readonly #inputs: NamedInput[] = [];
  readonly #variables: Map<tf.Variable, SymbolicTensor> = new Map();

  constructor(backend: RecordingBackend) {
    this.#backend = backend;
  }

  input(name: string, shape: readonly number[], dtype: InputSpec['dtype'] = 'float32'): tf.Tensor {
    this.#claim('trace: input', name);
    this.#inputs.push({ name, shape, dtype });
    const info = this.#backend.add(this.graph.input(name, shape, dtype));
    return tf.engine().makeTensorFromTensorInfo(info, this.#backend);
  }

  variable(variable: tf.Variable): SymbolicTensor {
    const known = this.#variables.get(variable);
    if (known) return known;
    const name = `variable_${this.#variables.size}`;
    const made = this.graph.input(name, variable.shape, variable.dtype as 'float32');
    this.#variables.set(variable, made);
    return made;
  }

  output(name: string, tensor: tf.Tensor): void {
    this.#claim('trace: output', name);
    if (!(tensor instanceof tf.Tensor)) {
      const argument = `trace: output '${name}'`;
      throw badType({ argument, expected: 'a tf.Tensor', received: String(tensor) });
    }
    this.#addOutput(name, tensor);
  }

  /** Ends the trace. The new values of the assigned variables become outputs, too. */
  finish(assigned: readonly tf.Variable[], options: SimplifyOptions): Traced {
    const named = assigned.map((variable, i) => ({ output: `assigned_${i}`, variable }));
    for (const { output, variable } of named) this.#addOutput(output, variable);
    const graph = simplify(this.graph, options);
    const read = new Set(graph.inputs.map(({ name }) => name));
    const isRead = ({ name }: { name: string }): boolean => read.has(name);
    const variables = [...this.#variables].map(([variable, { name }]) => ({ name: name!, variable }));
    return {
      graph,
      variables: variables.filter(isRead),
      assigned: named,
      inputs: this.#inputs.filter(isRead),
    };
  }

  #addOutput(name: string, tensor: tf.Tensor): void {
    const symbol = this.#backend.symbolOf(tensor);
    const { shape, dtype } = symbol;
    this.graph.outputs.push({ name, shape, dtype, source: whole(this.graph, symbol) });
  }

  // Inputs, outputs and all values in between share one set of names.
  #claim(argument: string, name: string): void {
    if (!GIVEN.test(name) && !this.#names.has(name)) {
      this.#names.add(name);
      return;
    }
    const expected =
      'a name that no other input or output has, and not one like variable_1, assigned_1, node_1 or const_1';
    throw badValue({ argument, expected, received: `'${name}'` });
  }
}
