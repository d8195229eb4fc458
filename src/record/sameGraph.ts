import { type Graph, type Initializer, sameValues } from '../onnx/graph.js';

const described = ({ nodes, inputs, outputs, initializers }: Graph): string =>
  JSON.stringify([
    nodes,
    inputs,
    outputs,
    initializers.map(({ name, shape, dtype }) => [name, shape, dtype]),
  ]);

/** Whether two graphs have equal operations, inputs and outputs, whatever the values of their constants. */
export const sameOperations = (a: Graph, b: Graph): boolean => described(a) === described(b);

/** The first constant whose values differ between two graphs of equal operations. */
export function differingConstant(a: Graph, b: Graph): Initializer | undefined {
  return a.initializers.find((constant, i) => !sameValues(constant.data, b.initializers[i]!.data));
}
