import * as tf from '@tensorflow/tfjs';
import { encodeOnnx } from '../compile/encodeOnnx.js';
import type { Runtime } from '../compile/runtime.js';
import { createSession, type Session, type SessionTensor } from '../compile/session.js';
import { sizeOf } from '../compile/symbol.js';
import { type AssignedVariable, type Recording, type Traced, trace } from '../compile/trace.js';
import { gradients } from './gradients.js';
import { asMinibatch, type TensorSpec } from './minibatch.js';
import type { ParameterArrays } from './parameterArrays.js';
import { type RandomInput, type RecordedStep, recordedStep, type ScalarInput } from './recordedStep.js';
import type { Run } from './run.js';

/** Which step of a run is compiled: everything that shapes its graph. */
export interface StepShape {
  phase: number;
  /** Which of the phase's terms are computed. */
  active: readonly boolean[];
  /** The minibatch's tensors. */
  minibatch: Record<string, TensorSpec>;
}

/** One step of a phase as a graph, with the arrays that it reads and writes. */
export interface CompiledStep {
  session: Session;
  /** All inputs: weights, which follow by themselves, and what is to be filled before each run. */
  inputs: Record<string, SessionTensor & { data: Float32Array | Int32Array }>;
  scalars: ScalarInput[];
  /** In the order in which they are drawn. */
  randoms: RandomInput[];
  /** All outputs, written in place: the row of losses, gradients, new values of `assigned`. */
  outputs: Record<string, SessionTensor>;
  /** Which variables of the phase get a gradient. */
  moved: boolean[];
  /** Variables that the step itself assigns (running statistics). */
  assigned: AssignedVariable[];
}

type TracedStep = Pick<RecordedStep, 'scalars' | 'randoms'> & { traced: Traced; moved: boolean[] };

const gradientName = (variable: number): string => `gradient/${variable}`;

/** Records a step: its losses and gradients as a function of the minibatch and all that `recordedStep` hands out. */
function traceStep(run: Run, { phase, active, minibatch }: StepShape): TracedStep {
  let recorded: RecordedStep | undefined;
  let moved: boolean[] = [];
  const rows: tf.Tensor[] = [];
  const step = (inputs: Record<string, tf.Tensor>, recording: Recording) => {
    recorded = recordedStep(recording);
    const found = gradients(run.phases[phase]!, asMinibatch(inputs), recorded.step, active);
    rows.push(found.row);
    moved = found.gradients.map((gradient) => gradient !== null);
    const named = found.gradients.flatMap((gradient, i) => (gradient ? [[gradientName(i), gradient]] : []));
    return { row: found.row, ...Object.fromEntries(named) };
  };
  try {
    const traced = trace(step, minibatch);
    return { traced, scalars: recorded!.scalars, randoms: recorded!.randoms, moved };
  } finally {
    tf.dispose(rows);
  }
}

function inputsOf({ variables, inputs }: Traced, arrays: ParameterArrays): CompiledStep['inputs'] {
  const weights = variables.map(({ name, variable }) => {
    return [name, { data: arrays.of(variable), shape: variable.shape }] as const;
  });
  const others = inputs.map(({ name, shape, dtype }) => {
    const size = sizeOf(shape);
    const data = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
    return [name, { data, shape }] as const;
  });
  return Object.fromEntries([...weights, ...others]);
}

/** Arrays for the outputs: `gradients`, one a variable, and new ones. */
function outputsOf({ graph }: Traced, gradients: readonly Float32Array[]): CompiledStep['outputs'] {
  const known = new Map(gradients.map((data, i) => [gradientName(i), data]));
  const outputs = graph.outputs.map(({ name, shape }) => {
    const sizes = shape as readonly number[];
    return [name, { data: known.get(name) ?? new Float32Array(sizeOf(sizes)), shape: sizes }] as const;
  });
  return Object.fromEntries(outputs);
}

/**
 * Compiles a step: weights are read from, gradients written to, `arrays`.
 *
 * @throws UntraceableError before anything has happened.
 */
export async function compileStep(
  run: Run,
  arrays: ParameterArrays,
  shape: StepShape,
  runtime: Runtime,
  threads?: number,
): Promise<CompiledStep> {
  const { traced, ...asked } = traceStep(run, shape);
  const bytes = encodeOnnx(traced.graph, { withNotTensor: !runtime.web });
  const session = await createSession(runtime, bytes, { threads });
  const outputs = outputsOf(traced, arrays.phases[shape.phase]!.gradients);
  return { session, inputs: inputsOf(traced, arrays), outputs, assigned: traced.assigned, ...asked };
}
