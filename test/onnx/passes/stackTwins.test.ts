import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mmd } from '../../../src/losses/mmd.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { traceInference } from '../../../src/record/inferenceGraph.js';
import { expectSameTraced, numbers } from '../../record/compare.js';

type Tensors = Record<string, tf.Tensor>;
type Part = (part: tf.Tensor, i: number) => tf.Tensor;

const PARTS = 6;
const SHAPE = [4, 3];
const X = (): tf.Tensor => numbers([PARTS * SHAPE[0]!, SHAPE[1]!]);

const parts = (x: tf.Tensor): tf.Tensor[] => tf.split(x, PARTS, 0);
/** Makes any result long enough to be worth stacking: what is left of it counts every element. */
const tail = (y: tf.Tensor): tf.Tensor => y.sin().add(2).log().square().mul(0.5).tanh();
const weighted = (y: tf.Tensor): tf.Tensor => y.mul(tf.linspace(1, 2, y.size).reshape(y.shape)).sum();

/** The sum over all parts of what is made of each, and its gradient. */
const overParts =
  (f: Part) =>
  ({ x }: Tensors): Tensors => {
    const loss = (at: tf.Tensor) =>
      tf.addN(parts(at).map((part, i) => weighted(tail(f(part, i))))) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(loss)(x!);
    return { value, grad };
  };

const count = ({ nodes }: Graph, op: string): number => nodes.filter((node) => node.op === op).length;

async function graphOf(f: Part): Promise<Graph> {
  return (await expectSameTraced(overParts(f), { x: X() }, { floor: 1e-6 })).graph;
}

/** Sum over all pairs of batches of their MMD, and its gradient. */
const pairs =
  (batches: number, cells: number) =>
  ({ z }: Tensors): Tensors => {
    const loss = (at: tf.Tensor): tf.Scalar => {
      const rows = tf.split(at, batches, 0) as tf.Tensor2D[];
      return tf.addN(rows.flatMap((a, i) => rows.slice(i + 1).map((b) => mmd(a, b)))) as tf.Scalar;
    };
    const { value, grad } = tf.valueAndGrad(loss)(z!);
    return { value, grad: grad.slice([0, 0], [batches * cells, -1]) };
  };

describe('equal computations on different values are one on all of them', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test('a loop over pairs of batches has as many operations with six batches as with four, but for cutting and adding', async () => {
    const graphs = await Promise.all(
      [4, 6].map(async (batches) => {
        const given = { z: numbers([batches * 8, 5], batches) };
        return (await expectSameTraced(pairs(batches, 8), given)).graph;
      }),
    );
    const [four, six] = graphs.map(({ nodes }) =>
      nodes.filter(({ op }) => !['Slice', 'Gather', 'Sum', 'Add'].includes(op)),
    );
    expect(six!.length).toBe(four!.length);
    expect(count(graphs[1]!, 'Exp')).toBe(1);
  });

  test.each<[string, Part]>([
    ['element by element', (part) => part.exp()],
    ['with a number', (part) => part.mul(0.3).add(1)],
    ['with a row that all share', (part) => part.mul(tf.tensor1d([1, 2, 3]))],
    ['a row of its own', (part) => part.sub(part.mean(0))],
    ['a column of its own', (part) => part.div(part.abs().sum(1, true).add(1))],
    ['a vector of its own across the other axis', (part) => part.transpose().add(part.sum(1))],
    ['a number of its own', (part) => part.mul(part.square().mean())],
    ['a largest value of its own', (part) => part.sub(part.max(1, true))],
    ['a product with a matrix that all share', (part) => part.matMul(tf.range(0, 6).reshape([3, 2]))],
    [
      'a product with a transposed matrix that all share',
      (part) => part.matMul(tf.range(0, 6).reshape([2, 3]), false, true),
    ],
    [
      'a shared matrix in front, transposed',
      (part) => tf.matMul(tf.range(0, 20).div(9).reshape([4, 5]), part, true),
    ],
    ['a product with itself, transposed', (part) => part.matMul(part, false, true)],
    ['a product with itself, transposed in front', (part) => part.matMul(part, true)],
    ['a product that something is added to', (part) => part.matMul(part, false, true).sub(part.sum(1, true))],
    ['transposed', (part) => part.exp().transpose()],
    ['in another shape', (part) => part.exp().reshape([2, 6])],
    ['as a vector', (part) => part.exp().reshape([12])],
    ['put together with a part of its own', (part) => tf.concat([part.exp(), part.sin()], 1)],
    ['vectors put together', (part) => tf.concat([part.sum(0), part.mean(1)])],
    ['chosen by what all share', (part) => tf.where(tf.tensor1d([1, 0, 1], 'bool'), part.exp(), part.sub(1))],
    ['clipped', (part) => part.exp().clipByValue(0.5, 2)],
    ['sums of different kinds', (part) => part.sum().add(part.sum(0)).add(part.max(1).sum())],
  ])('%s', async (_, f) => {
    const graph = await graphOf(f);
    expect(count(graph, 'Log')).toBe(1);
    expect(count(graph, 'Tanh')).toBe(1);
  });

  test.each<[string, Part]>([
    ['an operation that has no stacked form in between', (part) => tf.cumsum(part.exp(), 1)],
    ['parts of them cut out', (part) => part.exp().slice([1, 0], [2, 3]).sin()],
    ['more than two dimensions', (part) => part.exp().reshape([2, 2, 3]).sum(1)],
    ['softmax', (part) => tf.softmax(part.exp())],
  ])('around what is not stacked: %s', async (_, f) => {
    expect(count(await graphOf(f), 'Tanh')).toBe(1);
  });

  test('values that are read by themselves, too, and outputs', async () => {
    const apart = ({ x }: Tensors): Tensors => {
      const each = parts(x!).map((part) => tail(part.matMul(part, false, true)));
      return { first: each[0]!, last: each[PARTS - 1]!, sum: tf.addN(each.map((y) => tf.cumsum(y, 0))) };
    };
    const { graph } = await expectSameTraced(apart, { x: X() });
    expect(count(graph, 'Tanh')).toBe(1);
  });

  test('stacks that read each other in another order stay two', async () => {
    const crossed = ({ x }: Tensors): Tensors => {
      const each = parts(x!).map((part) => tail(part));
      return { y: tf.addN(each.map((y, i) => tail(y.sub(each[(i + 1) % PARTS]!)))) };
    };
    await expectSameTraced(crossed, { x: X() });
  });

  test('what one value has more than the others is left out of the stack', async () => {
    const uneven = ({ x }: Tensors): Tensors => {
      const each = parts(x!).map((part, i) => tail(i === 2 ? part.neg() : part));
      return { y: tf.addN(each), z: tail(each[1]!).sum() };
    };
    await expectSameTraced(uneven, { x: X() });
  });

  test('values of different types are not laid upon each other', async () => {
    const mixed = ({ x }: Tensors): Tensors => {
      const as = (part: tf.Tensor, i: number) => (i % 2 ? part.greater(0) : part.toInt());
      return { y: tf.addN(parts(x!).map((part, i) => tail(tf.cumsum(as(part, i).toFloat(), 0)))) };
    };
    const { graph } = await expectSameTraced(mixed, { x: X() });
    expect(count(graph, 'Tanh')).toBe(1);
    const cut = ({ x }: Tensors): Tensors => {
      const as = (part: tf.Tensor, i: number) =>
        (i % 2 ? part.greater(0) : part.toInt()).slice([1, 0], [2, 3]);
      return { y: tf.addN(parts(x!).map((part, i) => tail(as(part, i).toFloat()))) };
    };
    await expectSameTraced(cut, { x: X() });
  });

  test('parts of different sizes, large ones and few operations stay as they are', async () => {
    const sizes = ({ x }: Tensors): Tensors => ({
      y: tf.addN(tf.split(x!, [1, 2, 3, 4, 5, 9], 0).map((part) => weighted(tail(part)))),
    });
    const unequal = await expectSameTraced(sizes, { x: X() });
    expect(count(unequal.graph, 'Tanh')).toBe(6);
    const wide = ({ x }: Tensors): Tensors => ({
      y: tf.addN(tf.split(x!, PARTS, 0).map((part) => tail(part))),
    });
    const large = await expectSameTraced(wide, { x: numbers([PARTS * 4, 4097]) });
    expect(count(large.graph, 'Tanh')).toBe(6);
    const short = ({ x }: Tensors): Tensors => ({
      y: tf.addN(parts(x!).map((part) => part.tanh())),
    });
    const few = await expectSameTraced(short, { x: X() });
    expect(count(few.graph, 'Tanh')).toBe(6);
  });

  test('sums of several terms on all of them stay two by two, in their order', async () => {
    const graph = await graphOf((part) => part.exp().add(part.sin()).add(part.cos()));
    const sums = graph.nodes.filter(({ outputs }) => outputs[0]!.endsWith('/stack'));
    expect(sums.map(({ op }) => op).filter((op) => op === 'Sum' || op === 'Add')).not.toContain('Sum');
    expect(count(graph, 'Exp')).toBe(1);
  });

  test('a graph for any number of cells has no sizes in it', async () => {
    const loop = ({ x }: Tensors): Tensors => ({
      y: tf.addN([0, 1, 2, 3, 4, 5].map((column) => tail(x!.slice([0, column], [-1, 1])))),
    });
    const graph = await traceInference(loop, { x: { shape: ['cells', 6] } });
    expect(graph.outputs[0]!.shape).toEqual(['cells', 1]);
    expect(count(graph, 'Tanh')).toBe(6);
  });
});
