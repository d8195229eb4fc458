import {
  elementTypes,
  type Graph,
  type GraphNode,
  type Initializer,
  type ValueType,
} from '../../src/onnx/graph.js';
import { sameShape, sizeOf } from '../../src/onnx/shape.js';
import { demand } from '../../src/onnx/shapeRules.js';
import { outputTypes } from '../../src/onnx/spec.js';

/** The values of a graph, as far as they are defined. */
type Values = Map<string, ValueType & { numbers(): readonly number[] | undefined }>;

const inWords = ({ shape, dtype }: ValueType): string => `${dtype} [${shape}]`;

function expectSame(name: string, found: ValueType, declared: ValueType | undefined): void {
  if (!declared || (declared.dtype === found.dtype && sameShape(declared.shape, found.shape))) return;
  throw new Error(`'${name}' was declared as ${inWords(declared)} and is ${inWords(found)}`);
}

function define(values: Values, name: string, type: ValueType, constant?: Initializer): void {
  demand(!values.has(name), `'${name}' is defined twice`);
  const numbers = () => constant && Array.from(constant.data as Iterable<number | bigint>, Number);
  values.set(name, { ...type, numbers });
}

function readValue(values: Values, name: string): ValueType & { numbers(): readonly number[] | undefined } {
  const value = values.get(name);
  demand(value !== undefined, `'${name}' is read before it is defined`);
  return value!;
}

function defineConstant(values: Values, constant: Initializer): void {
  const { name, shape, dtype, data } = constant;
  const fits = data instanceof elementTypes[dtype].array && data.length === sizeOf(shape);
  demand(fits, `the constant '${name}' does not hold the values of ${inWords(constant)}`);
  define(values, name, { shape, dtype }, constant);
}

function defineOutputs(
  values: Values,
  node: GraphNode,
  declared: (name: string) => ValueType | undefined,
): void {
  const types = outputTypes(
    node,
    node.inputs.map((name) => readValue(values, name)),
  );
  for (const [i, name] of node.outputs.entries()) {
    expectSame(name, types[i]!, declared(name));
    define(values, name, types[i]!);
  }
}

/** Says of an error where it arose. */
function at(place: () => string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${place()}: ${(error as Error).message}`, { cause: error });
  }
}

const described = ({ op, inputs, outputs }: GraphNode): string =>
  `${op}(${inputs.join(', ')}) -> ${outputs.join(', ')}`;

/**
 * Checks a whole graph against the spec: every value is defined once, and before it is read; operations, attributes and
 * element types are known and allowed; shapes fit; outputs exist. Sizes must be numbers: a graph with an open dimension is
 * checked before it gets it.
 *
 * @param declared - What the type of a value should be, where that is known.
 * @throws Error at the first node that is wrong.
 */
export function verify(
  graph: Graph,
  declared: (name: string) => ValueType | undefined = () => undefined,
): void {
  const values: Values = new Map();
  at(
    () => 'graph inputs and constants',
    () => {
      for (const { name, shape, dtype } of graph.inputs)
        define(values, name, { shape: shape.map(Number), dtype });
      for (const constant of graph.initializers) defineConstant(values, constant);
    },
  );
  for (const [i, node] of graph.nodes.entries()) {
    at(
      () => `node ${i}, ${described(node)}`,
      () => defineOutputs(values, node, declared),
    );
  }
  for (const { name, shape, dtype } of graph.outputs) {
    at(
      () => `graph output '${name}'`,
      () => expectSame(name, readValue(values, name), { shape: shape.map(Number), dtype }),
    );
  }
}
