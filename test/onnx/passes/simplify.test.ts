import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Traceable } from '../../../src/record/trace.js';
import { expectSameTraced, numbers } from '../../record/compare.js';

/** Operations of a function's graph, after its results have been compared with tfjs'. */
async function opsOf(fn: Traceable, given: Record<string, tf.Tensor>): Promise<string[]> {
  const { graph } = await expectSameTraced(fn, given);
  return graph.nodes.map(({ op }) => op);
}

const X = (): tf.Tensor => numbers([4, 6]);
/** The gradient of a function of x, weighted so that every element counts by itself. */
const gradientOf =
  (f: (x: tf.Tensor) => tf.Tensor): Traceable =>
  ({ x }) => ({
    g: tf.grad((at: tf.Tensor) => f(at).mul(tf.linspace(1, 2, f(at).size).reshape(f(at).shape)))(x!),
  });

describe('what a graph is simplified to computes the same', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each<[string, (product: tf.Tensor, x: tf.Tensor) => tf.Tensor]>([
    ['a row added', (product, x) => product.add(x.slice([1, 0], [1, 4]))],
    ['a column subtracted', (product, x) => product.sub(x.sum(1, true))],
    ['subtracted from a matrix', (product, x) => x.slice([0, 1], [4, 4]).sub(product)],
    ['subtracted from a number', (product) => tf.sub(1.5, product)],
  ])('a product of matrices with an addend: %s', async (_, combine) => {
    const ops = await opsOf(({ x }) => ({ y: combine(x!.matMul(x!, false, true), x!) }), { x: X() });
    expect(ops.at(-1)).toBe('Gemm');
    expect(ops).not.toContain('Sub');
    expect(ops).not.toContain('Add');
  });

  test('a product that is read twice, or that grows by what is added, stays by itself', async () => {
    const twice = await opsOf(
      ({ x }) => {
        const product = x!.matMul(x!, false, true);
        return { y: product.add(1.5), z: product.exp() };
      },
      { x: X() },
    );
    expect(twice).toEqual(['Gemm', 'Add', 'Exp']);
    const grown = await opsOf(({ x }) => ({ y: x!.matMul(tf.ones([6, 1])).sub(x!) }), { x: X() });
    expect(grown.at(-1)).toBe('Sub');
  });

  test('many terms are added at once, also where they broadcast', async () => {
    const ops = await opsOf(
      ({ x }) => ({
        y: x!
          .exp()
          .add(x!.sin())
          .add(x!.cos().add(x!.sum(0, true))),
      }),
      { x: X() },
    );
    expect(ops).toContain('Sum');
    expect(ops).not.toContain('Add');
  });

  test('whole numbers, partial sums that are read and wide tensors are added as they were', async () => {
    const whole = await opsOf(({ x }) => ({ y: x!.add(x!.mul(x!)).add(x!.square().mul(x!)) }), {
      x: numbers([4, 6], 1, [0, 9]).toInt(),
    });
    expect(whole).not.toContain('Sum');
    const partial = await opsOf(
      ({ x }) => {
        const some = x!.exp().add(x!.sin());
        return { y: some.add(x!.cos()), z: some.abs() };
      },
      { x: X() },
    );
    expect(partial.filter((op) => op === 'Add')).toHaveLength(2);
    const wide = await opsOf(({ x }) => ({ y: x!.exp().add(x!.sin()).add(x!.cos()) }), {
      x: numbers([2, 257]),
    });
    expect(wide).not.toContain('Sum');
  });

  test('the gradient of a tensor cut into pieces is put together, without zeros', async () => {
    const pieces = (x: tf.Tensor): tf.Tensor => {
      const [a, b, c] = tf.split(x, [1, 3, 2], 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return tf.concat([c.sin(), a.exp(), b.cos(), b.square()], 1);
    };
    const ops = await opsOf(gradientOf(pieces), { x: X() });
    expect(ops).not.toContain('Pad');
    expect(ops.filter((op) => op === 'Concat').length).toBeGreaterThan(0);
  });

  test('so is that of slices that fill it side by side, some of them read twice', async () => {
    const pieces = (x: tf.Tensor): tf.Tensor => {
      const [a, b, c] = [x.slice([0, 0], [4, 1]), x.slice([0, 1], [4, 3]), x.slice([0, 4], [4, 2])];
      return tf.concat([c.sin(), a.exp(), b.cos(), x.slice([0, 1], [4, 3]).square()], 1);
    };
    const ops = await opsOf(gradientOf(pieces), { x: X() });
    expect(ops).not.toContain('Pad');
    expect(ops).not.toContain('Sum');
  });

  test('pieces that overlap, or leave something out, are padded', async () => {
    const overlapping = (x: tf.Tensor): tf.Tensor =>
      tf.concat([x.slice([0, 0], [4, 4]).exp(), x.slice([0, 3], [4, 3]).sin()], 1);
    expect(await opsOf(gradientOf(overlapping), { x: X() })).toContain('Pad');
    const corners = (x: tf.Tensor): tf.Tensor =>
      tf.concat(
        [x.slice([0, 0], [2, 3]).exp(), x.slice([2, 3], [2, 3]).sin(), x.slice([2, 3], [2, 3]).cos()],
        1,
      );
    expect((await opsOf(gradientOf(corners), { x: X() })).filter((op) => op === 'Pad')).toHaveLength(2);
    const inner = (x: tf.Tensor): tf.Tensor =>
      x
        .slice([0, 1], [4, 2])
        .exp()
        .add(x.slice([0, 3], [4, 2]).sin());
    expect(await opsOf(gradientOf(inner), { x: X() })).toContain('Pad');
  });

  test('numbers are multiplied before a tensor is', async () => {
    const given = { x: X(), s: tf.scalar(1.5) };
    const { graph } = await expectSameTraced(({ x, s }) => ({ y: x!.mul(3).mul(s!).mul(0.25) }), given);
    expect(graph.nodes.filter(({ inputs }) => inputs.includes('x'))).toEqual([graph.nodes.at(-1)]);
    const known = await opsOf(({ x }) => ({ y: x!.mul(3).mul(0.25).mul(7) }), { x: X() });
    expect(known).toEqual(['Mul']);
  });
});
