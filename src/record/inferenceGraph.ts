import type { Graph, ValueInfo } from '../onnx/graph.js';
import { UntraceableError } from '../onnx/untraceable.js';
import { differingConstant, sameOperations } from './sameGraph.js';
import type { InputSpec, Traceable, Traced } from './traced.js';
import { traceOnce } from './traceOnce.js';
import { withConstants } from './withConstants.js';

/** An input whose open dimensions have a name instead of a size: `['cells', 2000]`. */
export interface OpenSpec {
  shape: readonly (number | string)[];
  dtype?: NonNullable<InputSpec['dtype']>;
}

/** Two sizes for the open dimension: primes that no layer is likely to have, so that no other size equals one by chance. */
const SIZES = [101, 103] as const;

function traceAt(fn: Traceable, inputs: Record<string, OpenSpec>, size: number): Traced {
  const specs = Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]): [string, InputSpec] => [
    name,
    { shape: shape.map((length) => (typeof length === 'string' ? size : length)), dtype },
  ]);
  return traceOnce(fn, Object.fromEntries(specs), { oneSize: false });
}

/** Replaces the sizes that differ between both traces by the open dimension's name. */
function opened(infos: readonly ValueInfo[], others: readonly ValueInfo[], name: string): ValueInfo[] {
  const otherShape = (info: ValueInfo): ValueInfo['shape'] =>
    others.find((other) => other.name === info.name)!.shape;
  return infos.map((info) => ({
    ...info,
    shape: info.shape.map((size, axis) => (size === otherShape(info)[axis] ? size : name)),
  }));
}

function refuseDifference(a: Graph, b: Graph, name: string): void {
  if (sameOperations(a, b) && !differingConstant(a, b)) return;
  const reason = `the operations depend on the number of ${name}, so that the graph would serve a single size only`;
  throw new UntraceableError(
    name,
    `${reason}; don't use sizes of tensors inside, and pass -1 to reshape and slice.`,
  );
}

/**
 * Records a function as a self-contained graph for any number of cells: the values of its variables are constants in it, and
 * the open dimension has a name.
 *
 * The function is recorded at two sizes; if the graphs differ, no such graph exists.
 *
 * @param inputs - Shapes with one name for the open dimension, `{ x: { shape: ['cells', 2000] } }`.
 * @throws UntraceableError as `trace` does, if the operations depend on the open size, or if a variable is assigned.
 * @example
 * ```ts
 * const graph = await traceInference(({ x }) => ({ z: encoder.apply(x, mode) }), { x: { shape: ['cells', 2000] } });
 * await writeFile('encoder.onnx', encodeOnnx(graph));
 * ```
 */
export async function traceInference(fn: Traceable, inputs: Record<string, OpenSpec>): Promise<Graph> {
  const name = Object.values(inputs).flatMap(({ shape }) =>
    shape.filter((size) => typeof size === 'string'),
  )[0];
  const open = name === undefined ? 'cells' : String(name);
  const [first, second] = SIZES.map((size) => traceAt(fn, inputs, size)) as [Traced, Traced];
  const graph = await withConstants(first);
  refuseDifference(
    { ...first.graph, inputs: [], outputs: [] },
    { ...second.graph, inputs: [], outputs: [] },
    open,
  );
  return {
    ...graph,
    inputs: opened(graph.inputs, second.graph.inputs, open),
    outputs: opened(graph.outputs, second.graph.outputs, open),
  };
}
