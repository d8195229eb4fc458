import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeOnnx } from '../../src/onnx/encodeOnnx.js';
import { loadRuntime } from '../../src/onnx/runtime.js';
import { createSession, type SessionTensor } from '../../src/onnx/session.js';
import { UntraceableError } from '../../src/onnx/untraceable.js';
import { trace } from '../../src/record/trace.js';

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

const feeds = () => ({
  x: { data: new Float32Array([1, 2, 3]), shape: [3] },
  n: { data: Int32Array.of(5, 6), shape: [2] },
  on: { data: Uint8Array.of(1, 0, 1), shape: [3] },
});

const targets = (): Record<string, SessionTensor> => ({
  y: { data: new Float32Array(3), shape: [3] },
  sum: { data: new Float32Array(1), shape: [] },
  next: { data: new Int32Array(2), shape: [2] },
  kept: { data: new Float32Array(3), shape: [3] },
});

const valuesOf = (tensors: Record<string, SessionTensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, [...data]]));

describe.each(['node', 'web'] as const)('session of onnxruntime-%s', (build) => {
  beforeAll(() => tf.setBackend('cpu'));

  test('inputs in, outputs out', async () => {
    const session = await createSession((await loadRuntime(build))!, bytes(), { threads: 1 });
    expect([...session.inputs].sort()).toEqual(['n', 'on', 'x']);
    expect([...session.outputs].sort()).toEqual(['kept', 'next', 'sum', 'y']);
    const given = feeds();
    const first = await session.run(given);
    expect([...first['y']!.data]).toEqual([2, 4, 6]);
    expect([[...first['sum']!.data], first['sum']!.shape]).toEqual([[6], []]);
    expect([...first['next']!.data]).toEqual([6, 7]);
    expect([...first['kept']!.data]).toEqual([1, 0, 3]);
    // The same arrays with other values, as a training step has it.
    given.x.data.set([10, 20, 30]);
    const second = await session.run(given);
    expect([...first['sum']!.data, ...second['sum']!.data]).toEqual([6, 60]);
    await session.release();
  });

  test('outputs into arrays of ours', async () => {
    const session = await createSession((await loadRuntime(build))!, bytes(), { threads: 1 });
    const [given, into] = [feeds(), targets()];
    await session.runInto(given, into);
    expect(valuesOf(into)).toEqual({ y: [2, 4, 6], sum: [6], next: [6, 7], kept: [1, 0, 3] });
    given.x.data.set([10, 20, 30]);
    await session.runInto(given, into);
    expect(valuesOf(into)).toEqual({ y: [20, 40, 60], sum: [60], next: [6, 7], kept: [10, 0, 30] });
    await session.release();
  });

  test('a graph that onnxruntime refuses names the operation', async () => {
    const value = (name: string) => ({ name, shape: [2], dtype: 'int32' as const });
    const node = { op: 'Exp', inputs: ['n'], outputs: ['y'], attributes: {} };
    const graph = { nodes: [node], initializers: [], inputs: [value('n')], outputs: [value('y')] };
    const session = createSession((await loadRuntime(build))!, encodeOnnx(graph));
    await expect(session).rejects.toBeInstanceOf(UntraceableError);
    await expect(session).rejects.toThrow(/onnxruntime doesn't run the graph: .*Exp/);
  });

  test('an array in place of another in the same object', async () => {
    const session = await createSession((await loadRuntime(build))!, bytes());
    const given = feeds();
    await session.run(given);
    given.x.data = new Float32Array([4, 5, 6]);
    expect([...(await session.run(given))['y']!.data]).toEqual([8, 10, 12]);
    await session.release();
  });
});
