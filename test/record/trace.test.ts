import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchNorm } from '../../src/nn/layers/batchNorm.js';
import { UntraceableError } from '../../src/onnx/untraceable.js';
import { createRng } from '../../src/random/rng.js';
import { type Traceable, trace } from '../../src/record/trace.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { distance, expectSameTraced, numbers, runTraced } from './compare.js';

const x = { shape: [4, 3] };
const mode = { training: true, rng: createRng(1) };

const variable = (shape: number[], seed = 1, trainable = true): tf.Variable =>
  tf.tidy(() => tf.variable(numbers(shape, seed), trainable));

const expectNear = (received: ArrayLike<number>, expected: ArrayLike<number>): void =>
  expect(distance(received, expected)).toBeLessThan(1e-5);

onBackends('trace', (backend) => {
  test('the gradient of a step, and weights that change between runs', async () => {
    const [w, b] = [variable([3, 2]), variable([2], 2)];
    const given = { x: numbers([4, 3], 3) };
    const step: Traceable = (inputs) => {
      const loss = () => inputs['x']!.matMul(w).add(b).tanh().square().mean() as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, [w, b]);
      return { loss: value, w: grads[w.name]!, b: grads[b.name]! };
    };
    const traced = await expectSameTraced(step, given);
    expect(traced.variables.map((one) => one.variable)).toEqual([w, b]);
    tf.tidy(() => w.assign(w.mul(-2)));
    const { loss } = await runTraced(traced, given);
    expect(loss!.data[0]).toBeCloseTo(
      tf.tidy(() => step(given, { input: () => w })['loss']!.dataSync()[0]!),
      5,
    );
    tf.dispose([w, b, given]);
  });

  test('leaves backend, variables and memory as they were', () => {
    const layer = batchNorm(3);
    const values = () => layer.variables.map((one) => [...one.dataSync()]);
    const before = values();
    withoutLeak(() =>
      trace(
        ({ x }) => {
          tf.keep(x!.add(1));
          return { y: layer.apply(x as tf.Tensor2D, mode) };
        },
        { x },
      ),
    );
    expect(tf.getBackend()).toBe(backend);
    expect(values()).toEqual(before);
    tf.dispose([...layer.variables]);
  });

  test('the same when the function throws, wherever it does', () => {
    const w = variable([3]);
    const before = [...w.dataSync()];
    const places: Traceable[] = [
      ({ x }) => {
        w.assign(w.mul(2));
        x!.add(1);
        throw new Error('mine');
      },
      ({ x }) => ({
        y: tf.grad((t: tf.Tensor) => {
          t.exp().mul(w);
          throw new Error('mine');
        })(x!),
      }),
      ({ x }) => ({
        y: tf.customGrad((t, save) => {
          (save as (tensors: tf.Tensor[]) => void)([t as tf.Tensor]);
          throw new Error('mine');
        })(x!.exp()),
      }),
      ({ x }) => {
        const { grads } = tf.variableGrads(() => {
          tf.tidy(() => tf.keep(x!.mul(w)));
          return x!.mul(w).sum().asScalar();
        });
        w.assign(grads[w.name]!);
        throw new Error('mine');
      },
    ];
    for (const place of places) {
      withoutLeak(() => expect(() => trace(place, { x })).toThrow('mine'));
      expect(tf.getBackend()).toBe(backend);
      expect([...w.dataSync()]).toEqual(before);
    }
    expect(trace(({ x }) => ({ y: x!.mul(w) }), { x }).graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
    w.dispose();
  });

  test('what a function assigns comes out, and the variable stays', async () => {
    const layer = batchNorm(3);
    const given = { x: numbers([4, 3]) };
    const before = layer.variables.map((one) => [...one.dataSync()]);
    const traced = trace((inputs) => ({ y: layer.apply(inputs['x'] as tf.Tensor2D, mode) }), { x });
    expect(traced.assigned.map((one) => one.variable)).toEqual(layer.variables.slice(2));
    expect(layer.variables.map((one) => [...one.dataSync()])).toEqual(before);
    const outputs = await runTraced(traced, given);
    tf.tidy(() => layer.apply(given.x as tf.Tensor2D, mode));
    for (const { output, variable } of traced.assigned) {
      const now = [...variable.dataSync()];
      expectNear(outputs[output]!.data, now);
    }
    tf.dispose([...layer.variables, given.x]);
  });

  test('a variable that is read after its assignment has the new value', async () => {
    const [seen, other] = [variable([3], 1, false), variable([3], 2, false)];
    const given = { x: numbers([4, 3]) };
    const traced = trace(
      ({ x }) => {
        seen.assign(seen.mul(0.9).add(x!.mean(0)));
        other.assign(seen);
        return { y: seen.mul(x!) };
      },
      { x },
    );
    const received = await runTraced(traced, given);
    const expected = tf.tidy(() => {
      const now = seen.mul(0.9).add(given.x.mean(0));
      return [...now.mul(given.x).dataSync(), ...now.dataSync(), ...now.dataSync()];
    });
    const all = ['y', 'assigned_0', 'assigned_1'].flatMap((name) => [...received[name]!.data]);
    expectNear(all, expected);
    tf.dispose([seen, other, given]);
  });

  test('inputs found while tracing', async () => {
    const given = { x: numbers([4, 3]), noise: numbers([4, 3], 2), rate: tf.scalar(0.3) };
    const fn: Traceable = (inputs, recording) => ({
      y: inputs['x']!.add(recording.input('noise', [4, 3]).mul(recording.input('rate', []))),
    });
    const traced = trace(fn, { x });
    expect(traced.inputs).toEqual([
      { name: 'x', shape: [4, 3], dtype: 'float32' },
      { name: 'noise', shape: [4, 3], dtype: 'float32' },
      { name: 'rate', shape: [], dtype: 'float32' },
    ]);
    const { y } = await runTraced(traced, given);
    const expected = tf.tidy(() => given.x.add(given.noise.mul(given.rate)).dataSync());
    expectNear(y!.data, expected);
    tf.dispose(given);
  });
});

describe('what can be traced', () => {
  let others: tf.Tensor;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    others = tf.tensor1d([1, 2, 3]);
  });

  test('a small tensor from outside becomes a constant, and stays alive', async () => {
    await expectSameTraced(({ x }) => ({ y: x!.mul(others) }), { x: numbers([4, 3]) });
    expect([...others.dataSync()]).toEqual([1, 2, 3]);
  });

  test('a variable that is assigned a tensor from outside keeps neither from living', () => {
    const w = variable([3]);
    withoutLeak(() =>
      trace(
        ({ x }) => {
          w.assign(others);
          return { y: x!.mul(w) };
        },
        { x },
      ),
    );
    expect([...others.dataSync()]).toEqual([1, 2, 3]);
    w.dispose();
    expect([...others.dataSync()]).toEqual([1, 2, 3]);
  });

  test('values of constants may be read', () => {
    const { graph } = trace(({ x }) => ({ y: x!.mul(tf.range(1, 4).sum().dataSync()[0]!) }), { x });
    expect(graph.initializers.map(({ data }) => [...data])).toEqual([[6]]);
  });

  test('an input that comes out again, one tensor under two names, and a constant', async () => {
    const given = { x: numbers([4, 3]) };
    await expectSameTraced(({ x }) => {
      const y = x!.add(1);
      return { same: x!, y, z: y, constant: tf.range(0, 3), zeros: tf.zeros([2, 2]) };
    }, given);
  });

  test('gradients of gradients, and a customGrad', async () => {
    const cube = tf.customGrad((t, save) => {
      (save as (tensors: tf.Tensor[]) => void)([t as tf.Tensor]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => dy.mul(saved[0]!.square().mul(3));
      return { value: (t as tf.Tensor).pow(3), gradFunc };
    });
    const slope = tf.grad((t: tf.Tensor) => cube(t).sum());
    await expectSameTraced(({ x }) => ({ y: tf.grad((t: tf.Tensor) => slope(t).mul(t).sum())(x!) }), {
      x: numbers([4, 3]),
    });
  });

  test('whole numbers and bools as inputs', async () => {
    const given = {
      rows: tf.tensor1d([2, 0], 'int32'),
      keep: tf.tensor1d([1, 0, 1], 'bool'),
      x: numbers([4, 3]),
    };
    await expectSameTraced(
      ({ rows, keep, x }) => ({ y: tf.where(keep!, tf.gather(x!, rows!), 0), n: rows!.add(1) }),
      given,
    );
  });
});

describe('what is refused', () => {
  let large: tf.Tensor;
  let w: tf.Variable;
  let count = 5;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    large = tf.zeros([64, 16]);
    w = variable([2, 3]);
  });

  const cases: [string, Traceable, string, RegExp][] = [
    [
      'an operation that is not mapped',
      ({ x }) => ({ y: tf.unique(x!.flatten()).values }),
      'Unique',
      /the operation Unique can't be traced; write it/,
    ],
    [
      'values',
      ({ x }) => ({ y: x!.mul(x!.dataSync()[0]!) }),
      'dataSync',
      /values of a tensor \[4,3\] were asked for .* tf\.where/,
    ],
    [
      'values as an array',
      ({ x }) => ({ y: x!.mul((x!.arraySync() as number[][])[0]![0]!) }),
      'dataSync',
      /asked for/,
    ],
    [
      'values of a variable',
      ({ x }) => ({ y: x!.mul(w.dataSync()[0]!) }),
      'dataSync',
      /values of a variable \[2,3\]/,
    ],
    [
      'random numbers',
      ({ x }) => ({ y: x!.add(tf.randomNormal([4, 3])) }),
      'constant',
      /numbers \[4,3\] .* JavaScript .* make them an input/,
    ],
    ['dropout', ({ x }) => ({ y: tf.dropout(x!, 0.5) }), 'constant', /dropout/],
    ['a counter', ({ x }) => ({ y: x!.mul(++count) }), 'constant', /make them an input/],
    [
      'other operations each time',
      ({ x }) => ({ y: ++count % 2 ? x!.exp() : x!.sin() }),
      'control flow',
      /other operations/,
    ],
    [
      'a large tensor from outside',
      ({ x }) => ({ y: x!.sum().add(large) }),
      'tensor',
      /\[64,16\] from outside .* tf\.variable/,
    ],
    [
      'a variable made inside',
      ({ x }) => ({ y: x!.mul(tf.variable(tf.scalar(2))) }),
      'variable',
      /make it once, before/,
    ],
    ['text', ({ x }) => ({ y: tf.tensor1d(['a']), x: x! }), 'string', /type string/],
    [
      'complex numbers',
      ({ x }) => ({ y: tf.real(tf.complex(x!, x!)) }),
      'Complex',
      /Complex can't be traced/,
    ],
    [
      'arithmetic with bools',
      ({ x }) => ({ y: tf.add(tf.greater(x!, 0), tf.less(x!, 0)) }),
      'Add',
      /Add of bools can't be traced; cast them/,
    ],
    [
      'functions of whole numbers that ONNX has for floats alone',
      ({ x }) => ({ y: tf.sinh(x!.toInt()) }),
      'Sinh',
      /Sinh of int32 can't be traced; cast them to float32 first/,
    ],
    [
      'a product of whole numbers',
      ({ x }) => ({ y: tf.matMul(x!.toInt(), x!.toInt(), true) }),
      'Gemm',
      /Gemm of int32 can't be traced; cast them to float32 first/,
    ],
    [
      'a trace inside a trace',
      ({ x }) => trace(({ x }) => ({ y: x! }), { x: { shape: x!.shape } }) && { y: x! },
      'trace',
      /another/,
    ],
  ];

  const refusal = (fn: Traceable): unknown => {
    try {
      return trace(fn, { x });
    } catch (error) {
      return error;
    }
  };

  test.each(cases)('%s', (_, fn, op, message) => {
    const error = withoutLeak(() => refusal(fn));
    expect(error).toBeInstanceOf(UntraceableError);
    expect(error).toMatchObject({ op, message: expect.stringMatching(message) });
    expect(tf.getBackend()).toBe('cpu');
  });

  test('a tensor of an earlier trace', () => {
    let kept: tf.Tensor | undefined;
    const fn: Traceable = ({ x }) => {
      const last = kept;
      kept = tf.keep(x!.add(1));
      return { y: last ? last.mul(x!) : x! };
    };
    expect(() => trace(fn, { x })).toThrow(/used after its disposal/);
  });

  test('names of inputs that are taken, and outputs that are no tensors', () => {
    const again: Traceable = ({ x }, recording) => ({ y: x!.add(recording.input('x', [3])) });
    expect(() => trace(again, { x })).toThrow(/trace: input: expected a name that no other/);
    expect(() => trace(({ node_1 }) => ({ y: node_1! }), { node_1: x })).toThrow(
      /trace: input: expected a name that no other/,
    );
    expect(() => trace(({ x }) => ({ x: x!.exp() }), { x })).toThrow(/trace: output: expected a name/);
    const nothing = (() => ({ y: 1 })) as unknown as Traceable;
    expect(() => trace(nothing, { x })).toThrow(/output 'y': expected a tf.Tensor/);
  });
});
