import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expectSameTraced, numbers, withGradients } from './compare.js';

/** An expression in x, y [4, 3] and w [3, 3], as a function and as text. All values stay moderate. */
interface Expression {
  text: string;
  of(x: tf.Tensor, y: tf.Tensor, w: tf.Tensor): tf.Tensor;
}

const ROWS = 4;
const COLUMNS = 3;

const leaves: Expression[] = [
  { text: 'x', of: (x) => x },
  { text: 'y', of: (_, y) => y },
  { text: '1', of: () => tf.ones([ROWS, COLUMNS]) },
  { text: '0', of: () => tf.zeros([ROWS, COLUMNS]) },
  { text: 'range', of: () => tf.range(1, 4).div(3) },
  { text: '0.5', of: () => tf.scalar(0.5) },
  { text: 'column', of: (x) => x.mean(1, true) },
];

type Unary = (a: tf.Tensor) => tf.Tensor;
const unary: Record<string, Unary> = {
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
  relu: tf.relu,
  sin: tf.sin,
  neg: tf.neg,
  'root of 1 + square': (a) => a.square().add(1).sqrt(),
  'inverse root': (a) => a.square().add(1).rsqrt(),
  'log1p of square': (a) => a.square().log1p(),
  'exp of -square': (a) => a.square().neg().exp(),
  clip: (a) => a.clipByValue(-0.7, 0.9),
  'minus mean': (a) => a.sub(a.mean(0, true)),
  'through sum': (a) => a.sum().div(ROWS * COLUMNS),
  softmax: (a) => full(a).softmax(),
  cumsum: (a) => full(a).cumsum(1).div(COLUMNS),
  reverse: (a) => full(a).reverse(0),
  'reshape and back': (a) => full(a).reshape([2, 6]).reshape([ROWS, COLUMNS]),
  'transpose and back': (a) => full(a).transpose().exp().transpose().add(1).log(),
  'split and join': (a) => tf.concat(tf.split(full(a), [1, 2], 1).reverse(), 1),
  'slice and pad': (a) =>
    full(a)
      .slice([1, 0], [2, 3])
      .pad([
        [1, 1],
        [0, 0],
      ]),
  gather: (a) => tf.gather(full(a), tf.tensor1d([3, 0, 0, 1], 'int32')),
  row: (a) => full(a).mean(0),
};
type Binary = (a: tf.Tensor, b: tf.Tensor, w: tf.Tensor) => tf.Tensor;
const binary: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  'over 1 + square': (a, b) => a.div(b.square().add(1)),
  'squared difference': (a, b) => a.sub(b).square(),
  maximum: (a, b) => tf.maximum(full(a), full(b)),
  'times w': (a, b, w) => full(a).matMul(w).div(COLUMNS).add(b),
  'times w, transposed': (a, b, w) => full(a).matMul(w, false, true).div(COLUMNS).sub(b),
  gram: (a, b) =>
    full(a)
      .matMul(full(b), false, true)
      .matMul(full(b))
      .div(ROWS * COLUMNS),
  'on the positive side': (a, b) => tf.where(tf.tensor1d([1, 0, 1], 'bool'), a.add(full(b)), b),
};

/** In full shape, so that operations on axes are defined. */
function full(a: tf.Tensor): tf.Tensor {
  return a.add(tf.zeros([ROWS, COLUMNS]));
}

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    fc.constantFrom(...leaves),
    fc.tuple(fc.constantFrom(...Object.keys(unary)), tie('expression')).map(([name, a]) => ({
      text: `${name}(${a.text})`,
      of: (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor) => unary[name]!(a.of(x, y, w)),
    })),
    fc
      .tuple(fc.constantFrom(...Object.keys(binary)), tie('expression'), tie('expression'))
      .map(([name, a, b]) => ({
        text: `${name}(${a.text}, ${b.text})`,
        of: (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor) => binary[name]!(a.of(x, y, w), b.of(x, y, w), w),
      })),
  ),
}));

beforeAll(() => tf.setBackend('cpu'));

test('any composition of operations is the same in a graph: value and gradients', async () => {
  const given = { a: numbers([ROWS, COLUMNS], 1), b: numbers([ROWS, COLUMNS], 2), w: numbers([3, 3], 3) };
  const texts = new Set<string>();
  const same = async ({ text, of }: Expression): Promise<void> => {
    texts.add(text);
    // All inputs take part, since tfjs throws on gradients of what a loss doesn't depend on.
    const all = (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor) =>
      full(of(x, y, w)).add(x.add(y).matMul(w).mul(0.1));
    await expectSameTraced(withGradients(all as never), given, { floor: 1e-6 });
  };
  await fc.assert(fc.asyncProperty(expression, same), { numRuns: 60, seed: 5 });
  expect([...texts].filter((text) => text.length > 40).length).toBeGreaterThan(20);
});

test('so is what a loop does with several tensors alike', async () => {
  const parts = 5;
  const given = {
    a: numbers([parts * ROWS, COLUMNS], 1),
    b: numbers([ROWS, COLUMNS], 2),
    w: numbers([3, 3], 3),
  };
  let stacked = 0;
  const same = async ({ of }: Expression): Promise<void> => {
    const all = (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor) => {
      const each = tf
        .split(x, parts, 0)
        .map((part) => full(of(part, y, w)).add(part.add(y).matMul(w).mul(0.1)));
      return tf.addN(each);
    };
    const { graph } = await expectSameTraced(withGradients(all as never), given, { floor: 2e-6 });
    if (graph.nodes.some(({ outputs }) => outputs[0]!.endsWith('/stack'))) stacked++;
  };
  await fc.assert(fc.asyncProperty(expression, same), { numRuns: 60, seed: 6 });
  expect(stacked).toBeGreaterThan(30);
});
