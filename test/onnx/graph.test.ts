import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Traceable, trace } from '../../src/record/trace.js';

const ops = (fn: Traceable, shape = [4, 3]): string[] => {
  const { graph } = trace(fn, { x: { shape } });
  return graph.nodes.map(({ op }) => op);
};

const variable = (shape: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.ones(shape)));

describe('graphs are small', () => {
  beforeAll(() => tf.setBackend('cpu'));

  const cases: [string, Traceable, string[]][] = [
    [
      'nothing for x·1, x + 0, x - 0, x / 1',
      ({ x }) => ({
        y: x!
          .mul(1)
          .add(0)
          .sub(0)
          .div(tf.ones([4, 3]))
          .exp(),
      }),
      ['Exp'],
    ],
    [
      'the same operation once',
      ({ x }) => ({ y: x!.exp().add(x!.exp()), z: x!.exp().mul(2) }),
      ['Exp', 'Add', 'Mul'],
    ],
    [
      'an equal constant once, also a large one made anew',
      ({ x }) => {
        const matrix = () => tf.range(0, 90).reshape([3, 30]);
        return { y: x!.matMul(matrix()).add(x!.matMul(matrix()).exp()) };
      },
      ['Gemm', 'Exp', 'Add'],
    ],
    ['nothing that leads nowhere', ({ x }) => ({ y: x!.exp(), ...(x!.sin().cos() && {}) }), ['Exp']],
    ['constants computed beforehand', ({ x }) => ({ y: x!.mul(tf.range(0, 3).square().add(1)) }), ['Mul']],
    [
      'no expansion of what broadcasts',
      ({ x }) => ({ y: x!.add(x!.mean().broadcastTo([4, 3])) }),
      ['ReduceMean', 'Add'],
    ],
    [
      'conversions and a product for the gradient of relu',
      ({ x }) => ({ y: tf.grad((t: tf.Tensor) => t.relu().exp().sum())(x!) }),
      ['Relu', 'Exp', 'Cast', 'Cast', 'Mul'],
    ],
    [
      'no ones of full size in a gradient',
      ({ x }) => ({ y: tf.grad((t: tf.Tensor) => t.square().sum())(x!) }),
      ['Mul'],
    ],
    [
      'reshapes of one number for free',
      ({ x }) => ({ y: x!.mul(tf.scalar(2).reshape([1, 1]).tile([4, 3])) }),
      ['Mul'],
    ],
  ];
  test.each(cases)('%s', (_, fn, expected) => expect(ops(fn)).toEqual(expected));

  test('a bias goes into the product, forward and where the batch has a dimension of its own', () => {
    const [w, b] = [variable([3, 2]), variable([2])];
    expect(ops(({ x }) => ({ y: x!.matMul(w).add(b).relu() }))).toEqual(['Gemm', 'Relu']);
    expect(ops(({ x }) => ({ y: tf.fused.matMul({ a: x!, b: w, bias: b }) }))).toEqual(['Gemm']);
    const twice: Traceable = ({ x }) => {
      const product = x!.matMul(w);
      return { y: product.add(b), z: product.exp() };
    };
    expect(ops(twice)).toEqual(['Gemm', 'Add', 'Exp']);
    tf.dispose([w, b]);
  });

  test('a large second factor is the first one where it is transposed, for any number of rows', () => {
    const [large, small] = [variable([256, 512]), variable([256, 511])];
    const times =
      (w: tf.Variable): Traceable =>
      ({ x }) => ({ y: tf.matMul(x!, w, false, true) });
    for (const rows of [4, 300]) {
      expect(ops(times(large), [rows, 512])).toEqual(['Gemm', 'Transpose']);
      expect(ops(times(small), [rows, 511])).toEqual(['Gemm']);
    }
    tf.dispose([large, small]);
  });

  test('inputs and variables that nothing reads are left out', () => {
    const [used, unused] = [variable([3]), variable([3])];
    const traced = trace(
      ({ x }) => {
        x!.mul(unused);
        return { y: x!.mul(used) };
      },
      { x: { shape: [4, 3] }, more: { shape: [2] } },
    );
    expect(traced.variables.map((one) => one.variable)).toEqual([used]);
    expect(traced.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(traced.graph.inputs.map(({ name }) => name)).toEqual(['x', traced.variables[0]!.name]);
    tf.dispose([used, unused]);
  });
});
