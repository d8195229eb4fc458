import * as tf from '@tensorflow/tfjs';
import { copyRows } from '../../matrix/copyRows.js';
import { gathered } from '../../onnx/gatherRows.js';
import type { Runtime } from '../../onnx/runtime.js';
import { fillNormalsInBulk, fillUniformsInBulk } from '../../random/fillRandom.js';
import type { Rng } from '../../random/rng.js';
import { type Progress, valueAt } from '../../schedules/schedule.js';
import { readValues, writeValues } from '../../tensor/values.js';
import { columnArrays, minibatchSpecs, type TrainingSet } from '../minibatch.js';
import { activeAt } from '../objective.js';
import type { Run } from '../run.js';
import { attach, type CompiledStep, compileStep } from './compiledStep.js';
import { createParameterArrays, type ParameterArrays } from './parameterArrays.js';
import type { Stepper } from './stepper.js';

function fill(
  { inputs, scalars, randoms }: CompiledStep,
  set: TrainingSet,
  rows: Int32Array,
  progress: Progress,
  rng: Rng,
): void {
  inputs[gathered('x').rows]?.data.set(rows);
  if (inputs['x']) copyRows(set.x, rows, inputs['x'].data as Float32Array);
  for (const [name, { data }] of Object.entries(columnArrays(set, rows))) inputs[name]?.data.set(data);
  for (const { name, scheduled } of scalars) inputs[name]?.data.fill(valueAt(scheduled, progress));
  for (const { name, kind, size } of randoms) {
    // Drawn even if the graph doesn't read it, so that the stream advances as it does uncompiled.
    const target = (inputs[name]?.data as Float32Array | undefined) ?? new Float32Array(size);
    if (kind === 'normal') fillNormalsInBulk(target, rng);
    else fillUniformsInBulk(target, rng);
  }
}

/** Moves the variables of a phase by a tfjs optimizer. */
async function moveInTfjs(
  { phases }: Run,
  arrays: ParameterArrays,
  phase: number,
  moved: readonly boolean[],
  progress: Progress,
): Promise<void> {
  const { variables, optimizer } = phases[phase]!;
  const values = variables.map((variable) => arrays.of(variable));
  writeValues(variables, values);
  tf.tidy(() => {
    const gradients = arrays.phases[phase]!.gradients.map((data, i) =>
      moved[i] ? tf.tensor(data.slice(), variables[i]!.shape) : null,
    );
    optimizer.step(gradients, progress);
  });
  for (const [i, now] of (await readValues(variables)).entries()) values[i]!.set(now);
}

/**
 * Runs steps as graphs in onnxruntime: one graph per phase, size of minibatch and set of active terms, compiled when first
 * needed.
 *
 * @param threads - Default: as many as onnxruntime chooses.
 */
export function compiledStepper(
  run: Run,
  set: TrainingSet,
  runtime: Runtime,
  { threads }: { threads?: number } = {},
): Stepper {
  const arrays = createParameterArrays(run);
  const steps = new Map<string, CompiledStep>();
  const stepFor = async (phase: number, cells: number, progress: Progress): Promise<CompiledStep> => {
    const active = activeAt(run.phases[phase]!.terms, progress);
    const key = [phase, cells, ...active].join();
    const cached = steps.get(key);
    if (cached) return cached;
    const shape = { phase, active, minibatch: minibatchSpecs(set, cells) };
    const step = await compileStep(run, set, shape, { runtime, threads });
    attach(step, arrays, phase);
    steps.set(key, step);
    return step;
  };
  return {
    begin: arrays.load,
    step: async (phase, rows, progress) => {
      const step = await stepFor(phase, rows.length, progress);
      fill(step, set, rows, progress, run.streams.noise);
      await step.session.runInto(step.inputs, step.outputs);
      for (const { variable, output } of step.assigned) {
        arrays.of(variable).set(step.outputs[output]!.data as Float32Array);
      }
      const { optimizer } = run.phases[phase]!;
      if (optimizer.adam) arrays.adamStep(phase, optimizer.learningRate(progress), step.moved);
      else await moveInTfjs(run, arrays, phase, step.moved, progress);
      return step.outputs['row']!.data.slice() as Float32Array;
    },
    hasFiniteWeights: arrays.areFinite,
    end: arrays.store,
    dispose: async () => {
      for (const { session } of steps.values()) await session.release();
      steps.clear();
    },
  };
}
