import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { encodeOnnx } from '../../src/onnx/encodeOnnx.js';
import { loadRuntime, type SessionData } from '../../src/onnx/runtime.js';
import { createSession, type SessionTensor } from '../../src/onnx/session.js';
import { createRng } from '../../src/random/rng.js';
import { type Traceable, type Traced, trace } from '../../src/record/trace.js';

/** Normal numbers of a shape, spread over [least, most] if given; the same for the same seed. */
export function numbers(shape: number[], seed = 1, [least, most]: [number, number] = [-2, 2]): tf.Tensor {
  const rng = createRng(seed);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.next());
  return tf.tensor(
    values.map((v) => least + (most - least) * v),
    shape,
  );
}

const fed = (tensor: tf.Tensor): SessionTensor => ({
  data: tensor.dataSync() as SessionData,
  shape: tensor.shape,
});

/** Runs a traced function in onnxruntime, on the variables as they are. */
export async function runTraced(
  { graph, inputs, variables }: Traced,
  given: Record<string, tf.Tensor>,
): Promise<Record<string, SessionTensor>> {
  const session = await createSession((await loadRuntime())!, encodeOnnx(graph), { threads: 1 });
  const feeds = [
    ...inputs.map(({ name }) => [name, fed(given[name]!)]),
    ...variables.map(({ name, variable }) => [name, fed(variable)]),
  ];
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return outputs;
}

/** Relative L2 distance; equal infinities and NaN count as equal. */
export function distance(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(received[i], expected[i])) continue;
    difference += (received[i]! - expected[i]!) ** 2;
  }
  for (let i = 0; i < expected.length; i++) if (Number.isFinite(expected[i])) norm += expected[i]! ** 2;
  return Math.sqrt(difference / Math.max(norm, 1e-30));
}

/** How well two runs must agree. */
export interface Agreement {
  tolerance?: number;
  /** Also accepted: an absolute error of this size a number, where a result is rounding and nothing else. */
  floor?: number;
}

function expectClose(
  name: string,
  received: SessionTensor,
  expected: tf.Tensor,
  { tolerance = 1e-5, floor = 0 }: Agreement,
): void {
  const [a, b] = [Array.from(received.data, Number), Array.from(expected.dataSync(), Number)];
  expect(received.shape, `shape of ${name}`).toEqual(expected.shape);
  const worst = a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);
  if (worst <= floor) return;
  expect(distance(a, b), `${name}: ${a.slice(0, 4)} for ${b.slice(0, 4)}`).toBeLessThan(tolerance);
}

/** Fails unless a function gives the same in onnxruntime as on tfjs' backend in force. Returns its trace. */
export async function expectSameTraced(
  fn: Traceable,
  given: Record<string, tf.Tensor>,
  agreement: Agreement = {},
): Promise<Traced> {
  const specs = Object.entries(given).map(([name, { shape, dtype }]) => [
    name,
    { shape, dtype: dtype as 'float32' },
  ]);
  const traced = trace(fn, Object.fromEntries(specs));
  const input = (name: string, shape: readonly number[]): tf.Tensor =>
    given[name] ?? numbers([...shape], name.length, [0, 1]);
  const received = await runTraced(traced, {
    ...Object.fromEntries(traced.inputs.map(({ name, shape }) => [name, input(name, shape)])),
    ...given,
  });
  tf.tidy(() => {
    const expected = fn(given, { input });
    expect(Object.keys(received).sort()).toEqual(
      [...Object.keys(expected), ...traced.assigned.map(({ output }) => output)].sort(),
    );
    for (const [name, tensor] of Object.entries(expected))
      expectClose(name, received[name]!, tensor, agreement);
    for (const { output, variable } of traced.assigned)
      expectClose(output, received[output]!, variable, agreement);
  });
  return traced;
}

/** A function of tensors and its gradients in all of them, end to end: `y`, `g0`, `g1`, … */
export function withGradients(f: (...inputs: tf.Tensor[]) => tf.Tensor): Traceable {
  return (inputs) => {
    const tensors = Object.values(inputs);
    // Weighted, so that every element's gradient counts by itself.
    const loss = (...at: tf.Tensor[]): tf.Tensor => {
      const y = f(...at).cast('float32');
      const weights = tf.linspace(0.5, 1.5, y.size).reshape(y.shape);
      return y.mul(y.mul(0.3).add(1)).mul(weights).sum();
    };
    const gradients = tf.grads(loss)(tensors);
    return { y: f(...tensors), ...Object.fromEntries(gradients.map((g, i) => [`g${i}`, g])) };
  };
}
