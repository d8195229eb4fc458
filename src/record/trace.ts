import type { Graph } from '../onnx/graph.js';
import { UntraceableError } from '../onnx/untraceable.js';
import { differingConstant, sameOperations } from './sameGraph.js';
import type { InputSpec, Traceable, Traced } from './traced.js';
import { traceOnce } from './traceOnce.js';

export type {
  AssignedVariable,
  InputSpec,
  NamedInput,
  NamedVariable,
  Recording,
  Traceable,
  Traced,
} from './traced.js';

function refuseDifference(first: Graph, second: Graph): void {
  if (!sameOperations(first, second)) {
    const reason =
      'the function did other operations when it ran again: it depends on a counter or on other state in JavaScript';
    throw new UntraceableError(
      'control flow',
      `${reason}; make it a function of its inputs and variables alone.`,
    );
  }
  const constant = differingConstant(first, second);
  if (!constant) return;
  const reason = `numbers [${constant.shape}] that the function makes in JavaScript had changed when it ran again (random numbers, dropout, a counter)`;
  throw new UntraceableError('constant', `${reason}; make them an input.`);
}

/**
 * Records a function of ordinary tfjs operations as one graph. It runs under a backend that computes nothing: every operation
 * becomes one of the graph, those of gradients included.
 *
 * Variables that the function reads become inputs of the graph, and those that it assigns become outputs as well; the variables
 * themselves don't change. Everything else from JavaScript is baked in: numbers, small tensors from outside, and which branch
 * the code took. That's why the function runs twice: what differs between the runs is refused. Seeded random numbers don't
 * differ; make them inputs.
 *
 * Afterwards the tensors and the backend in force are as they were, also when the function throws.
 *
 * @param fn - Gets the inputs and returns the outputs, by name. It must not keep tensors that it makes. No output may have the
 * name of an input.
 * @param inputs - Shapes of its inputs by name, the batch size included.
 * @throws UntraceableError if the function reads values, has shapes that depend on values, makes variables, depends on state in
 * JavaScript, uses a tensor of 1024 or more numbers from outside, or uses an operation that isn't mapped, or is mapped for other
 * element types only.
 * @example
 * ```ts
 * const { graph, variables } = trace(
 *   ({ x }) => {
 *     const { value, grads } = tf.variableGrads(() => network.apply(x, mode).square().mean());
 *     return { loss: value, ...grads };
 *   },
 *   { x: { shape: [128, 2000] } },
 * );
 * ```
 */
export function trace(fn: Traceable, inputs: Record<string, InputSpec>): Traced {
  const [first, second] = [1, 2].map(() => traceOnce(fn, inputs, { oneSize: true })) as [Traced, Traced];
  refuseDifference(first.graph, second.graph);
  return first;
}
