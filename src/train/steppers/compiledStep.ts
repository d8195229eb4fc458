import * as tf from '@tensorflow/tfjs';
import { isCsr, type Matrix } from '../../matrix/matrix.js';
import { encodeOnnx } from '../../onnx/encodeOnnx.js';
import { gathered, gatherRows } from '../../onnx/gatherRows.js';
import type { Graph, ValueInfo } from '../../onnx/graph.js';
import type { Runtime } from '../../onnx/runtime.js';
import { createSession, type Session, type SessionTensor } from '../../onnx/session.js';
import { sizeOf } from '../../onnx/shape.js';
import {
  type AssignedVariable,
  type NamedVariable,
  type Recording,
  type Traced,
  trace,
} from '../../record/trace.js';
import { asMinibatch, type TensorSpec, type TrainingSet } from '../minibatch.js';
import type { Run } from '../run.js';
import { gradients } from './gradients.js';
import type { ParameterArrays } from './parameterArrays.js';
import { type RandomInput, type RecordedStep, recordedStep, type ScalarInput } from './recordedStep.js';

/** Everything that determines the graph of a step. */
export interface StepShape {
  phase: number;
  /** Whether each term of the phase is computed. */
  active: readonly boolean[];
  /** The tensors of the minibatch. */
  minibatch: Record<string, TensorSpec>;
}

/** An input of a step. */
type StepInput = SessionTensor & { data: Float32Array | Int32Array };

/** A compiled step of a phase, with the arrays that it reads and writes. */
export interface CompiledStep {
  session: Session;
  /** All inputs: weights, whose arrays are shared with the optimizer, the cells, and values to be filled in before each run. */
  inputs: Record<string, StepInput>;
  scalars: ScalarInput[];
  /** In the order in which they are drawn. */
  randoms: RandomInput[];
  /** All outputs, written in place: the row of losses, the gradients, the new values of `assigned`. */
  outputs: Record<string, SessionTensor>;
  /** Whether each variable of the phase gets a gradient. */
  moved: boolean[];
  /** Variables that the step assigns itself, such as running statistics. */
  assigned: AssignedVariable[];
  /** Variables that the step reads. */
  variables: NamedVariable[];
}

type TracedStep = Pick<RecordedStep, 'scalars' | 'randoms'> & { traced: Traced; moved: boolean[] };

const gradientPrefix = 'gradient/';
const gradientName = (variable: number): string => `${gradientPrefix}${variable}`;

/** Records a step: its losses and gradients as a function of the minibatch and the inputs of `recordedStep`. */
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

/**
 * All cells, if onnxruntime can read them in place, that is, if they are dense and outside shared memory: it then picks the rows
 * of a minibatch on several threads. Its web build would copy all cells at each step.
 */
function wholeMatrix({ x }: TrainingSet, { web }: Runtime): Matrix | undefined {
  return web || isCsr(x) || x.data.buffer instanceof SharedArrayBuffer ? undefined : x;
}

// A placeholder: `attach` sets the array before the first run.
const unattached = (shape: readonly number[]): StepInput => ({ data: new Float32Array(0), shape });

function inputsOf(
  { inputs }: Graph,
  { variables }: Traced,
  whole: Matrix | undefined,
): CompiledStep['inputs'] {
  const weights = variables.map(({ name, variable }) => [name, unattached(variable.shape)] as const);
  const existing = new Map<string, StepInput>([
    ...weights,
    ...(whole ? [[gathered('x').all, whole] as const] : []),
  ]);
  const fresh = ({ shape, dtype }: ValueInfo): StepInput => {
    const sizes = shape as readonly number[];
    const data = dtype === 'int32' ? new Int32Array(sizeOf(sizes)) : new Float32Array(sizeOf(sizes));
    return { data, shape: sizes };
  };
  return Object.fromEntries(inputs.map((input) => [input.name, existing.get(input.name) ?? fresh(input)]));
}

function outputsOf({ graph }: Traced): CompiledStep['outputs'] {
  const outputs = graph.outputs.map(({ name, shape }) => {
    const sizes = shape as readonly number[];
    if (name.startsWith(gradientPrefix)) return [name, unattached(sizes)] as const;
    return [name, { data: new Float32Array(sizeOf(sizes)), shape: sizes }] as const;
  });
  return Object.fromEntries(outputs);
}

/** Lets a step read weights from `arrays` and write the gradients of its phase there. */
export function attach(
  { inputs, outputs, variables }: CompiledStep,
  arrays: ParameterArrays,
  phase: number,
): void {
  for (const { name, variable } of variables) inputs[name]!.data = arrays.of(variable);
  for (const [i, data] of arrays.phases[phase]!.gradients.entries()) {
    const output = outputs[gradientName(i)];
    if (output) output.data = data;
  }
}

/**
 * Compiles a step. It must be attached to arrays before it runs.
 *
 * @throws UntraceableError before anything has changed.
 */
export async function compileStep(
  run: Run,
  set: TrainingSet,
  shape: StepShape,
  { runtime, threads }: { runtime: Runtime; threads?: number | undefined },
): Promise<CompiledStep> {
  const { traced, ...asked } = traceStep(run, shape);
  const whole = wholeMatrix(set, runtime);
  const graph = whole ? gatherRows(traced.graph, 'x', whole.shape[0]) : traced.graph;
  const session = await createSession(runtime, encodeOnnx(graph, { withNotTensor: !runtime.web }), {
    threads,
  });
  const inputs = inputsOf(graph, traced, whole);
  const outputs = outputsOf(traced);
  const { assigned, variables } = traced;
  return { session, inputs, outputs, assigned, variables, ...asked };
}
