import type * as tf from '@tensorflow/tfjs';
import { UntraceableError } from '../../onnx/untraceable.js';
import type { RecordedTensors, Rng } from '../../random/rng.js';
import type { Recording } from '../../record/trace.js';
import type { Progress, Scheduled } from '../../schedules/schedule.js';
import type { Step } from '../step.js';

/** A number that is an input of a compiled step. */
export interface ScalarInput {
  name: string;
  scheduled: Scheduled;
}

/** A random tensor that is an input of a compiled step. */
export interface RandomInput {
  name: string;
  kind: keyof RecordedTensors;
  size: number;
}

/** A step to be recorded, and the values that its computation asked for: they become inputs, filled in at each step. */
export interface RecordedStep {
  step: Step;
  scalars: ScalarInput[];
  /** In the order in which they are drawn. */
  randoms: RandomInput[];
}

/** An object whose properties, but for those of `readable`, throw why they can't be read while a step is recorded. */
function unreadable<T extends object>(what: string, next: string, readable: Partial<T>): T {
  return new Proxy(readable, {
    get: (target, key) => {
      if (Reflect.has(target, key)) return Reflect.get(target, key);
      const read = `${what}.${String(key)}`;
      throw new UntraceableError(read, `${read} is read, a number that would be fixed in the graph. ${next}`);
    },
  }) as T;
}

/** A training step whose changing numbers and random tensors are inputs of `recording`. */
export function recordedStep(recording: Recording): RecordedStep {
  const scalars: ScalarInput[] = [];
  const randoms: RandomInput[] = [];
  const drawn = (kind: keyof RecordedTensors) => (shape: [number, number]) => {
    const name = `${kind}/${randoms.length}`;
    randoms.push({ name, kind, size: shape[0] * shape[1] });
    return recording.input(name, shape) as tf.Tensor2D;
  };
  const value = (scheduled: Scheduled): tf.Scalar => {
    const name = `value/${scalars.length}`;
    scalars.push({ name, scheduled });
    return recording.input(name, []) as tf.Scalar;
  };
  const recorded = { normal: drawn('normal'), uniform: drawn('uniform') };
  const rng = unreadable<Rng>('pass.mode.rng', 'Draw whole tensors: normalTensor(shape, rng).', { recorded });
  const progress = unreadable<Progress>('pass.progress', 'Use pass.value(schedule), a scalar tensor.', {});
  return { step: { progress, mode: { training: true, rng }, value }, scalars, randoms };
}
