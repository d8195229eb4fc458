import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { gatherRows } from '../../src/onnx/gatherRows.js';
import type { Graph, GraphNode, ValueType } from '../../src/onnx/graph.js';
import { GraphBuilder } from '../../src/onnx/graphBuilder.js';
import { simplify } from '../../src/onnx/passes/simplify.js';
import { type Traceable, trace } from '../../src/record/trace.js';
import { verify } from './verify.js';

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });
const node = (op: string, inputs: string[], outputs: string[], attributes = {}): GraphNode => ({
  op,
  inputs,
  outputs,
  attributes,
});

/** One operation on inputs of these types, with an output as declared. */
const single = (made: GraphNode, inputs: Record<string, ValueType>, output: ValueType): Graph => ({
  nodes: [made],
  initializers: [],
  inputs: Object.entries(inputs).map(([name, type]) => ({ name, ...type })),
  outputs: made.outputs.map((name) => ({ name, ...output })),
});

/** A graph in which most kinds of operations occur: two products, reductions, pieces, a choice, and the gradient. */
function largeGraph(): Graph {
  const w = tf.variable(tf.ones([6, 4]), false);
  const loss = (x: tf.Tensor): tf.Tensor => {
    const [a, b] = tf.split(x, [2, 4], 1) as [tf.Tensor, tf.Tensor];
    const y = x.matMul(w).add(tf.range(0, 4)).relu().softmax();
    const z = tf.where(tf.tensor1d([1, 0, 0, 1], 'bool'), y, b.exp()).cumsum(1);
    return z
      .mean(0)
      .add(a.max(1).sum())
      .add(
        tf
          .gather(b, tf.tensor1d([3, 0], 'int32'))
          .transpose()
          .norm(),
      );
  };
  const fn: Traceable = ({ x }) => ({
    loss: loss(x!).sum(),
    gradient: tf.grad((at: tf.Tensor) => loss(at).sum())(x!),
    top: tf.topk(x!, 2).values,
    below: tf.logicalNot(x!.less(0.5)).cast('int32').sum(),
  });
  const { graph } = trace(fn, { x: { shape: [5, 6] } });
  w.dispose();
  return graph;
}

/** A graph with another node in one place. */
const withNode = (graph: Graph, at: number, change: (old: GraphNode) => GraphNode): Graph => ({
  ...graph,
  nodes: graph.nodes.map((old, i) => (i === at ? change(old) : old)),
});

type Damage = (graph: Graph, at: number) => Graph;

/** Each makes of a good graph one that is wrong, wherever it strikes. */
const damages: Record<string, Damage> = {
  'an operation that is not known': (graph, at) => withNode(graph, at, (old) => ({ ...old, op: 'Nonsense' })),
  'an input that nothing makes': (graph, at) =>
    withNode(graph, at, (old) => ({ ...old, inputs: ['nothing', ...old.inputs.slice(1)] })),
  'an input that is made later': (graph, at) =>
    withNode(graph, at, (old) => ({ ...old, inputs: [old.outputs[0]!, ...old.inputs.slice(1)] })),
  'an input too many': (graph, at) =>
    withNode(graph, at, (old) => ({ ...old, inputs: [...old.inputs, ...new Array(9).fill(old.inputs[0]!)] })),
  'an output too many': (graph, at) =>
    withNode(graph, at, (old) => ({ ...old, outputs: [...old.outputs, 'one', 'more'] })),
  'a value that is made twice': (graph, at) => ({
    ...graph,
    nodes: [...graph.nodes.slice(0, at + 1), graph.nodes[at]!, ...graph.nodes.slice(at + 1)],
  }),
  'an attribute that the operation does not have': (graph, at) =>
    withNode(graph, at, (old) => ({ ...old, attributes: { ...old.attributes, colour: 'red' } })),
  'an attribute of another kind': (graph, at) =>
    withNode(graph, at, (old) => ({
      ...old,
      attributes: { axis: 'all', to: 'all', perm: 1, axes: 1, transA: [0] },
    })),
  'a missing operation': (graph, at) => ({ ...graph, nodes: graph.nodes.filter((_, i) => i !== at) }),
  'an output of another type': (graph, at) => {
    const k = at % graph.outputs.length;
    const outputs = graph.outputs.map((output, i) =>
      i === k ? { ...output, dtype: 'bool' as const } : output,
    );
    return { ...graph, outputs };
  },
  'an output of another shape': (graph, at) => {
    const k = at % graph.outputs.length;
    const outputs = graph.outputs.map((output, i) =>
      i === k ? { ...output, shape: [...output.shape, 7] } : output,
    );
    return { ...graph, outputs };
  },
  'an output that nothing makes': (graph) => ({
    ...graph,
    outputs: [...graph.outputs, { name: 'nothing', ...float([]) }],
  }),
  'a constant of too few values': (graph, at) => ({
    ...graph,
    initializers: graph.initializers.map((constant, i) =>
      i === at % graph.initializers.length ? { ...constant, shape: [...constant.shape, 3] } : constant,
    ),
  }),
  'a constant in an array of another type': (graph, at) => ({
    ...graph,
    initializers: graph.initializers.map((constant, i) =>
      i === at % graph.initializers.length
        ? { ...constant, data: new Float64Array(constant.data.length) as never }
        : constant,
    ),
  }),
};

describe('verify', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test('a recorded graph is right, also with rows that it picks by itself', () => {
    const graph = largeGraph();
    expect(new Set(graph.nodes.map(({ op }) => op)).size).toBeGreaterThan(15);
    verify(graph);
    verify(gatherRows(graph, 'x', 50));
  });

  test.each(Object.keys(damages))('finds %s, wherever it is', (name) => {
    const graph = largeGraph();
    const place = fc.nat({ max: graph.nodes.length - 1 });
    fc.assert(
      fc.property(place, (at) => {
        expect(() => verify(damages[name]!(graph, at))).toThrow();
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test('finds an input of another shape or type, unless the operation takes it all the same', () => {
    const graph = largeGraph();
    const changed = (change: Partial<ValueType>): Graph => ({
      ...graph,
      inputs: graph.inputs.map((input) => (input.name === 'x' ? { ...input, ...change } : input)),
    });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }), (shape) => {
        fc.pre(String(shape) !== '5,6');
        expect(() => verify(changed({ shape }))).toThrow();
      }),
      { numRuns: 40, seed: 4 },
    );
    expect(() => verify(changed({ dtype: 'int32' }))).toThrow(/does not take int32/);
    expect(() => verify(changed({ dtype: 'bool' }))).toThrow(/does not take bool/);
  });

  const wrong: [string, Graph, RegExp][] = [
    [
      'shapes that do not broadcast',
      single(node('Add', ['a', 'b'], ['y']), { a: float([2]), b: float([3]) }, float([3])),
      /node 0, Add\(a, b\) -> y: .*broadcast/,
    ],
    [
      'inner sizes that differ',
      single(
        node('Gemm', ['a', 'b'], ['y'], { transB: 1 }),
        { a: float([2, 3]), b: float([3, 4]) },
        float([2, 4]),
      ),
      /inner sizes 3 and 4 differ/,
    ],
    [
      'two element types in one sum',
      single(
        node('Add', ['a', 'b'], ['y']),
        { a: float([2]), b: { shape: [2], dtype: 'int32' } },
        float([2]),
      ),
      /Add does not take float32, int32/,
    ],
    [
      'the logarithm of whole numbers',
      single(node('Log', ['a'], ['y']), { a: { shape: [2], dtype: 'int32' } }, float([2])),
      /Log does not take int32/,
    ],
    [
      'parts that are not equal',
      single(node('Split', ['a'], ['y', 'z'], { axis: 0 }), { a: float([3]) }, float([1])),
      /3 do not split into 2 equal parts/,
    ],
    [
      'a shape that is no constant',
      single(
        node('Reshape', ['a', 's'], ['y']),
        { a: float([4]), s: { shape: [1], dtype: 'int64' } },
        float([4]),
      ),
      /shape must be a constant int64/,
    ],
    [
      'an axis out of range',
      single(node('Softmax', ['a'], ['y'], { axis: 2 }), { a: float([4, 3]) }, float([4, 3])),
      /axis 2 of a value \[4,3\]/,
    ],
  ];
  test.each(wrong)('names the place: %s', (_, graph, message) =>
    expect(() => verify(graph)).toThrow(message),
  );
});

describe('in tests, simplify checks after recording and after every pass', () => {
  const recorded = (declared: ValueType): GraphBuilder => {
    const builder = new GraphBuilder();
    const { name } = builder.input('x', [2, 3], 'float32');
    builder.outputs.push({ name: 'y', source: builder.emit('Exp', [name!], declared), ...declared });
    return builder;
  };

  test('a value that was declared otherwise', () => {
    expect(() => simplify(recorded(float([2, 3])), { oneSize: true })).not.toThrow();
    expect(() => simplify(recorded(float([3, 2])), { oneSize: true })).toThrow(
      /after recording: node 0, Exp\(x\) -> node_0: 'node_0' was declared as float32 \[3,2\] and is float32 \[2,3\]/,
    );
    expect(() => simplify(recorded({ shape: [2, 3], dtype: 'int32' }), { oneSize: true })).toThrow(
      /after recording/,
    );
  });

  test('how often, and by which steps', () => {
    const counted = (oneSize: boolean): number => {
      let checks = 0;
      simplify(recorded(float([2, 3])), { oneSize, check: () => void checks++ });
      return checks;
    };
    // After recording, after each pass, and the finished graph.
    expect([counted(true), counted(false)]).toEqual([5, 4]);
  });
});
