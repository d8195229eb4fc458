import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeOnnx } from '../../src/compile/encodeOnnx.js';
import { createSession, loadRuntime } from '../../src/compile/session.js';
import { trace } from '../../src/compile/trace.js';
import { UntraceableError } from '../../src/compile/untraceable.js';

function bytes(): Uint8Array {
  const fn = ({ x, n, on }: Record<string, tf.Tensor>) => ({
    y: x!.mul(2),
    sum: x!.sum(),
    next: n!.add(tf.scalar(1, 'int32')),
    kept: tf.where(on!, x!, 0),
  });
  const inputs = {
    x: { shape: [3] },
    n: { shape: [2], dtype: 'int32' },
    on: { shape: [3], dtype: 'bool' },
  } as const;
  return encodeOnnx(trace(fn, inputs).graph);
}

describe.each(['node', 'web'] as const)('session of onnxruntime-%s', (build) => {
  beforeAll(() => tf.setBackend('cpu'));

  test('inputs in, outputs out, some of them into arrays of ours', async () => {
    const session = await createSession((await loadRuntime(build))!, bytes(), { threads: 1 });
    expect([...session.inputs].sort()).toEqual(['n', 'on', 'x']);
    expect([...session.outputs].sort()).toEqual(['kept', 'next', 'sum', 'y']);
    const x = { data: new Float32Array([1, 2, 3]), shape: [3] };
    const others = {
      n: { data: Int32Array.of(5, 6), shape: [2] },
      on: { data: Uint8Array.of(1, 0, 1), shape: [3] },
    };
    const y = { data: new Float32Array(3), shape: [3] };
    const first = await session.run({ x, ...others }, { y });
    expect(first['y']).toBe(y);
    expect([...y.data]).toEqual([2, 4, 6]);
    expect([[...first['sum']!.data], first['sum']!.shape]).toEqual([[6], []]);
    expect([...first['next']!.data]).toEqual([6, 7]);
    expect([...first['kept']!.data]).toEqual([1, 0, 3]);
    // The same arrays with other values, as a training step has it.
    x.data.set([10, 20, 30]);
    const second = await session.run({ x, ...others }, { y });
    expect([...y.data]).toEqual([20, 40, 60]);
    expect([...first['sum']!.data, ...second['sum']!.data]).toEqual([6, 60]);
    await session.release();
  });

  test('a graph that onnxruntime refuses names the operation', async () => {
    const { graph } = trace(({ n }) => ({ y: n!.exp() }), { n: { shape: [2], dtype: 'int32' } });
    const session = createSession((await loadRuntime(build))!, encodeOnnx(graph));
    await expect(session).rejects.toBeInstanceOf(UntraceableError);
    await expect(session).rejects.toThrow(/onnxruntime doesn't run the graph: .*Exp/);
  });

  test('an array in place of another in the same object', async () => {
    const session = await createSession((await loadRuntime(build))!, bytes());
    const feeds = {
      x: { data: new Float32Array([1, 2, 3]), shape: [3] },
      n: { data: Int32Array.of(5, 6), shape: [2] },
      on: { data: Uint8Array.of(1, 0, 1), shape: [3] },
    };
    await session.run(feeds);
    feeds.x.data = new Float32Array([4, 5, 6]);
    expect([...(await session.run(feeds))['y']!.data]).toEqual([8, 10, 12]);
    await session.release();
  });
});
