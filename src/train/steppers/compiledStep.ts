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

/** Which step of a run is compiled: everything that shapes its graph. */
export interface StepShape {
  phase: number;
  /** Which of the phase's terms are computed. */
  active: readonly boolean[];
  /** The minibatch's tensors. */
  minibatch: Record<string, TensorSpec>;
}

/** An input of a step. */
type StepInput = SessionTensor & { data: Float32Array | Int32Array };

/** One step of a phase as a graph, with the arrays that it reads and writes. */
export interface CompiledStep {
  session: Session;
  /** All inputs: weights, which follow by themselves, the cells, and what is to be filled before each run. */
  inputs: Record<string, StepInput>;
  scalars: ScalarInput[];
  /** In the order in which they are drawn. */
  randoms: RandomInput[];
  /** All outputs, written in place: the row of losses, gradients, new values of `assigned`. */
  outputs: Record<string, SessionTensor>;
  /** Which variables of the phase get a gradient. */
  moved: boolean[];
  /** Variables that the step itself assigns (running statistics). */
  assigned: AssignedVariable[];
  /** Variables that the step reads. */
  variables: NamedVariable[];
}

type TracedStep = Pick<RecordedStep, 'scalars' | 'randoms'> & { traced: Traced; moved: boolean[] };

const gradientPrefix = 'gradient/';
const gradientName = (variable: number): string => `${gradientPrefix}${variable}`;

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

/**
 * Dense cells outside shared memory, which onnxruntime can be handed as they are: it picks a minibatch's rows on several
 * threads. Its web build would copy them all at each step.
 */
function wholeCells({ x }: TrainingSet, { web }: Runtime): Matrix | undefined {
  return web || isCsr(x) || x.data.buffer instanceof SharedArrayBuffer ? undefined : x;
}

// What `attach` gives an array before each run.
const unattached = (shape: readonly number[]): StepInput => ({ data: new Float32Array(0), shape });

function inputsOf(
  { inputs }: Graph,
  { variables }: Traced,
  cells: Matrix | undefined,
): CompiledStep['inputs'] {
  const weights = variables.map(({ name, variable }) => [name, unattached(variable.shape)] as const);
  const known = new Map<string, StepInput>([
    ...weights,
    ...(cells ? [[gathered('x').all, cells] as const] : []),
  ]);
  const fresh = ({ shape, dtype }: ValueInfo): StepInput => {
    const sizes = shape as readonly number[];
    const data = dtype === 'int32' ? new Int32Array(sizeOf(sizes)) : new Float32Array(sizeOf(sizes));
    return { data, shape: sizes };
  };
  return Object.fromEntries(inputs.map((input) => [input.name, known.get(input.name) ?? fresh(input)]));
}

function outputsOf({ graph }: Traced): CompiledStep['outputs'] {
  const outputs = graph.outputs.map(({ name, shape }) => {
    const sizes = shape as readonly number[];
    if (name.startsWith(gradientPrefix)) return [name, unattached(sizes)] as const;
    return [name, { data: new Float32Array(sizeOf(sizes)), shape: sizes }] as const;
  });
  return Object.fromEntries(outputs);
}

/** Lets the next run of a step read weights from `arrays`, where they are now, and write the phase's gradients there. */
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
 * Compiles a step, to be attached to arrays before each run.
 *
 * @throws UntraceableError before anything has happened.
 */
export async function compileStep(
  run: Run,
  set: TrainingSet,
  shape: StepShape,
  { runtime, threads }: { runtime: Runtime; threads?: number | undefined },
): Promise<CompiledStep> {
  const { traced, ...asked } = traceStep(run, shape);
  const cells = wholeCells(set, runtime);
  const graph = cells ? gatherRows(traced.graph, 'x', cells.shape[0]) : traced.graph;
  const session = await createSession(runtime, encodeOnnx(graph, { withNotTensor: !runtime.web }), {
    threads,
  });
  const inputs = inputsOf(graph, traced, cells);
  const outputs = outputsOf(traced);
  const { assigned, variables } = traced;
  return { session, inputs, outputs, assigned, variables, ...asked };
}
