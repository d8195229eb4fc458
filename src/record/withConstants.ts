import type { Graph, Initializer, Values } from '../onnx/graph.js';
import { UntraceableError } from '../onnx/untraceable.js';
import type { NamedVariable, Traced } from './traced.js';

async function asConstant({ name, variable }: NamedVariable): Promise<Initializer> {
  const data = (await variable.data()) as Values;
  return { name, shape: variable.shape, dtype: variable.dtype as 'float32', data: data.slice() };
}

/**
 * Makes a recorded graph self-contained: the values that its variables have now become constants.
 *
 * @throws UntraceableError if the function assigned a variable.
 */
export async function withConstants({ graph, variables, assigned }: Traced): Promise<Graph> {
  if (assigned.length > 0) {
    const reason = "the function assigns a variable, which a graph of constants can't hold";
    throw new UntraceableError('assign', `${reason}; apply networks with training: false.`);
  }
  const weights = new Set(variables.map(({ name }) => name));
  const constants = await Promise.all(variables.map(asConstant));
  return {
    ...graph,
    inputs: graph.inputs.filter(({ name }) => !weights.has(name)),
    initializers: [...graph.initializers, ...constants],
  };
}
