import type * as tf from '@tensorflow/tfjs';
import seedrandom from 'seedrandom';
import { anObject, aSeed } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { shown } from '../check/values.js';
import { normal } from './normal.js';

/** State of one random stream, as JSON. */
export type RngState = object;

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 1;

/** Whether a value is the state of a stream. With any other, a stream might give the same number for ever. */
export function isRngState(value: unknown): value is RngState {
  const { s0, s1, s2, c } = (value ?? {}) as Partial<Record<'s0' | 's1' | 's2' | 'c', unknown>>;
  return [s0, s1, s2].every(isShare) && Number.isInteger(c) && (c as number) >= 0 && (c as number) < 2 ** 31;
}

/** Makes random tensors whose values come later, step by step: they are inputs of a compiled step. */
export interface RecordedTensors {
  /** Standard normal values. */
  normal(shape: [number, number]): tf.Tensor2D;
  /** Values uniform in [0, 1). */
  uniform(shape: [number, number]): tf.Tensor2D;
}

/**
 * A seeded stream of random numbers. The library draws random numbers from nothing else, so that a seed
 * determines a result to the bit (on the same machine, backend and version).
 */
export interface Rng {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform whole number in [0, below). */
  integer(below: number): number;
  /** Fills `out` with standard normal values, drawn one by one in double precision, and returns it. */
  normals<T extends Float32Array | Float64Array>(out: T): T;
  /** A new stream that depends on the seed and the name only, not on earlier draws. */
  stream(name: string): Rng;
  /** Position of the stream; pass it to {@link createRng} to continue from there. */
  state(): RngState;
  /** Present only while a step is being compiled: its random tensors become inputs. */
  readonly recorded?: RecordedTensors;
}

function drawNormals<T extends Float32Array | Float64Array>(out: T, next: () => number): T {
  for (let i = 0; i < out.length; i++) out[i] = normal(next);
  return out;
}

/**
 * A seeded stream of random numbers (the Alea generator of `seedrandom`).
 *
 * @param seed - Any number or text. Equal seeds give equal streams.
 * @param state - State of an earlier stream with the same seed (`rng.state()`), from which to continue.
 * @example
 * ```ts
 * const rng = createRng(1);
 * rng.stream('noise').next(); // always the same number
 * ```
 */
export function createRng(seed: number | string, state?: RngState): Rng {
  aSeed('createRng: seed', seed);
  if (state !== undefined) anObject('createRng: state', state, 'a state of rng.state()');
  const engine = seedrandom.alea(String(seed), { state: state ? (state as seedrandom.State.Alea) : true });
  const next = () => engine();
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    normals: (out) => drawNormals(out, next),
    stream: (name) => createRng(`${seed}/${name}`),
    state: () => engine.state(),
  };
}

const isRng = (given: Partial<Rng> | null | undefined): boolean =>
  [given?.next, given?.integer, given?.normals, given?.stream].every((each) => typeof each === 'function');

/** Returns `rng` if it is a source of random numbers; otherwise throws. */
export function checkRng(argument: string, rng: Rng): Rng {
  const given: Partial<Rng> | null | undefined = rng;
  // While a step is recorded, all of its properties but this one are out of reach.
  if (given?.recorded || isRng(given)) return rng;
  throw badType({
    argument,
    expected: 'a source of random numbers',
    received: shown(given),
    next: 'Give createRng(1).',
  });
}
