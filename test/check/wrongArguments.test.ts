import { readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isZbioError } from 'zbio';
import { useBackend } from 'zbio/train';
import { type Mutation, mutations } from './mutations.js';
import { calls, type PublicCall, prepare, release, zbio } from './publicCalls.js';
import { wrongValues } from './wrongValues.js';

/** A wrong value may be taken for a path: nothing must be written into the working directory. */
const there = readdirSync('.');

beforeAll(async () => {
  await useBackend('wasm');
  await prepare();
});
afterAll(() => {
  release();
  expect(readdirSync('.')).toEqual(there);
});

/** Public functions whose arguments are no data: a type guard, a base class, and pieces that only the engine calls. */
const others = ['UntraceableError', 'System', 'assemblyPhase', 'mapCells', 'mapSparseCells', 'randomSampler'];

/** The methods that users call: of a class and of its base class. Those for subclasses are `protected`, which types enforce. */
function methodsOf(Class: { prototype: object }): string[] {
  const own = (of: object) => Object.entries(Object.getOwnPropertyDescriptors(of));
  const isMethod = ([name, { value }]: [string, PropertyDescriptor]) =>
    typeof value === 'function' &&
    !['constructor', 'cells', 'fitted', 'call', 'dispose', 'fitEpochs'].includes(name);
  const chain = [Class.prototype, zbio.System.prototype].flatMap(own).filter(isMethod);
  return [...new Set(chain.map(([name]) => name)), 'load'];
}

test('every exported function, class and method has a case', () => {
  const values = Object.entries(zbio).filter(([, value]) => typeof value === 'function');
  const systems = values.filter(([, value]) => value.prototype instanceof zbio.System);
  // Not every class can be extended.
  const inherited = ['categories', 'extend'];
  const named = systems.flatMap(([name, value]) =>
    methodsOf(value as never)
      .filter((method) => !inherited.includes(method))
      .map((method) => `${name}.${method}`),
  );
  const wanted = [...values.map(([name]) => name).filter((name) => !others.includes(name)), ...named];
  expect(wanted.filter((name) => !(name in calls))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(140);
});

/** Frees the tensors in a value, and models. */
function free(value: unknown): void {
  if (value instanceof zbio.System) value.dispose();
  else if (typeof value === 'object' && value !== null) tf.dispose(value as tf.TensorContainer);
}

/** Calls with one argument, or part of one, replaced. Returns what is wrong about how that ends; undefined if nothing is. */
async function faultOf(
  { args, call }: PublicCall,
  place: Mutation | undefined,
  what: string,
): Promise<string | undefined> {
  const before = tf.memory().numTensors;
  const whole = args();
  const given = place ? place.change(whole, wrongValues[what]!()) : whole;
  let fault: string | undefined;
  try {
    free(await call(...given));
  } catch (error) {
    if (!isZbioError(error)) fault = String(error instanceof Error ? error.stack : error);
    else if (!place) fault = error.message;
    else if (error.code === 'ZBIO_INTERNAL') fault = error.message;
  }
  // Models and buffers among the arguments are shared by all calls.
  for (const one of [...given, ...whole]) if (!(one instanceof zbio.System)) free(one);
  const left = tf.memory().numTensors - before;
  return fault ?? (left > 0 ? `${left} tensors left` : undefined);
}

test.each(Object.entries(calls))('%s: right arguments are taken, wrong ones refused', async (_, one) => {
  expect(await faultOf(one, undefined, '')).toBeUndefined();
  const places = mutations(one.args());
  free(one.args());
  if (places.length === 0) return;
  const wrong = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...Object.keys(wrongValues)));
  const isRefused = fc.asyncProperty(wrong, async ([place, what]) => {
    const fault = await faultOf(one, place, what);
    if (fault) throw new Error(`${place.name} <- ${what}: ${fault}`);
  });
  await fc.assert(isRefused, { seed: 1, numRuns: one.slow ? 12 : 60, endOnFailure: true });
});
