import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeOnnx, notTensor } from '../../src/onnx/encodeOnnx.js';
import { copyInto, type RunInto, writeInto } from '../../src/onnx/runInto.js';
import { loadRuntime, type RuntimeSession, type RuntimeTensor } from '../../src/onnx/runtime.js';
import { trace } from '../../src/record/trace.js';

const { Tensor, InferenceSession } = (await loadRuntime())!;
const float = (values: number[], shape: number[]) => new Tensor('float32', Float32Array.from(values), shape);

async function sessionOf(): Promise<RuntimeSession> {
  const { graph } = trace(({ x }) => ({ y: x!.mul(2), sum: x!.sum() }), { x: { shape: [3] } });
  return InferenceSession.create(encodeOnnx(graph, { withNotTensor: true }), { intraOpNumThreads: 1 });
}

type Run = RuntimeSession['run'];

/** The same session with another `run`. */
const changed = (session: RuntimeSession, run: (real: Run) => Run): RuntimeSession => ({
  inputNames: session.inputNames,
  outputNames: session.outputNames,
  run: run((feeds, fetches) => session.run(feeds, fetches)),
  release: () => session.release(),
});

const targets = () => ({ y: float([0, 0, 0], [3]), sum: float([0], []) });
const valuesOf = ({ y, sum }: Record<string, RuntimeTensor>) => [
  [...(y!.data as Float32Array)],
  [...(sum!.data as Float32Array)],
];

async function expectResults(runInto: RunInto): Promise<void> {
  const into = targets();
  for (const scale of [1, 10, 100]) {
    await runInto({ x: float([scale, 2 * scale, 3 * scale], [3]) }, into);
    expect(valuesOf(into)).toEqual([[2 * scale, 4 * scale, 6 * scale], [6 * scale]]);
  }
}

describe('runInto', () => {
  beforeEach(() => tf.setBackend('cpu'));

  test('onnxruntime-node hands nothing back once it has been seen to write', async () => {
    const session = await sessionOf();
    let returned: string[] = [];
    const watched = changed(session, (run) => async (feeds, fetches) => {
      const results = await run(feeds, fetches);
      returned = Object.keys(results);
      return results;
    });
    const runInto = writeInto(watched);
    await runInto({ x: float([1, 2, 3], [3]) }, targets());
    expect(returned).toEqual(['y', 'sum']);
    returned = [];
    await expectResults(runInto);
    expect(returned).toEqual([]);
    await session.release();
  });

  const others: Record<string, (run: Run) => Run> = {
    'refuses outputs that are no tensors before it runs': (run) => async (feeds, fetches) => {
      if (fetches && notTensor in fetches) throw new Error('no tensor');
      return run(feeds, fetches);
    },
    'takes them':
      (run) =>
      async (feeds, { [notTensor]: _, ...fetches } = {}) =>
        run(feeds, fetches),
    'writes into arrays of its own':
      (run) =>
      (feeds, fetches = {}) =>
        run(feeds, Object.fromEntries(Object.keys(fetches).map((name) => [name, null]))),
  };

  test.each(Object.keys(others))('a version that %s', async (name) => {
    const session = await sessionOf();
    await expectResults(writeInto(changed(session, others[name]!)));
    await session.release();
  });

  test('copies where it is asked to', async () => {
    const session = await sessionOf();
    await expectResults(copyInto(session));
    await session.release();
  });

  test('what goes wrong is said, in the first run and later', async () => {
    const session = await sessionOf();
    const runInto = writeInto(session);
    const wrong = { x: float([1, 2], [2]) };
    await expect(runInto(wrong, targets())).rejects.toThrow(/invalid dimensions/);
    await expectResults(runInto);
    await expect(runInto(wrong, targets())).rejects.toThrow(/invalid dimensions/);
    await expectResults(runInto);
    await session.release();
  });
});
