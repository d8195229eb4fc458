// Runs our training steps in one way, in its own process. Arguments: the way, the number of threads.
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { normalTensor } from '../../src/random/randomTensors.js';
import { createRng } from '../../src/random/rng.js';
import type { Progress } from '../../src/schedules/schedule.js';
import { readValues } from '../../src/tensor/values.js';
import { weightsAt } from '../../src/train/objective.js';
import { capture, networksOf, type Run } from '../../src/train/run.js';
import type { Stepper } from '../../src/train/steppers/stepper.js';
import { writeArrays } from './arrayFile.js';
import { cellCount, minibatch, minibatchCount, stepCells } from './stepCells.js';
import { drawnColumns, type StepModelName, stepModel } from './stepModel.js';
import { startWay, stepperOf, type Way } from './steppers.js';
import { serve } from './worker.js';

/** The timed problem: a model's step on minibatches of one size. */
export interface StepProblem {
  model: StepModelName;
  genes: number;
  size: number;
}

type Request =
  | { do: 'start' }
  | { do: 'open'; problem: StepProblem }
  | { do: 'write'; folder: string }
  | { do: 'gradients'; to: string }
  | { do: 'steps'; count: number };

interface Opened {
  problem: StepProblem;
  run: Run;
  stepper: Stepper;
  minibatches: Int32Array[];
  done: number;
}

const [way, threads] = [process.argv[2] as Way, Number(process.argv[3])];
// In the middle of a run, where every term has its full weight.
const middle: Progress = { epoch: 50, epochs: 100, step: 500, steps: 1000 };
let opened: Opened | undefined;

async function open(problem: StepProblem): Promise<Opened> {
  await opened?.stepper.dispose();
  tf.disposeVariables();
  const { model, genes, size } = problem;
  const run = stepModel(model, genes, cellCount);
  const stepper = await stepperOf(way, run, stepCells(genes), threads);
  stepper.begin(await capture(run));
  const minibatches = Array.from({ length: minibatchCount }, (_, i) => minibatch(i, size));
  return { problem, run, stepper, minibatches, done: 0 };
}

/** Runs one step and reads its total, which forces the computation. */
async function step({ stepper, minibatches, done }: Opened): Promise<number> {
  const row = await stepper.step(0, minibatches[done % minibatches.length]!, middle);
  if (!(row instanceof tf.Tensor)) return row[0]!;
  const total = row.dataSync()[0]!;
  row.dispose();
  return total;
}

async function steps(of: Opened, count: number): Promise<{ milliseconds: number[]; total: number }> {
  const milliseconds: number[] = [];
  let total = Number.NaN;
  for (let i = 0; i < count; i++) {
    const started = performance.now();
    total = await step(of);
    milliseconds.push(performance.now() - started);
    of.done++;
  }
  return { milliseconds, total };
}

/** Gradients of the first step, from Adam's first moments, which hold a tenth of them after it. */
async function gradients(of: Opened, to: string): Promise<{ total: number }> {
  const total = await step(of);
  await of.stepper.end();
  const { tensors } = await of.run.phases[0]!.optimizer.state();
  const first = tensors.filter((_, i) => i % 2 === 0);
  await writeArrays(
    to,
    first.map(({ data }) => data.map((value) => value * 10)),
  );
  return { total };
}

/** The random tensors of the first step. */
function draws({ model, genes, size }: StepProblem): Float32Array[] {
  const rng = createRng('bench/noise');
  return drawnColumns(model, genes).map((columns) =>
    tf.tidy(() => normalTensor([size, columns], rng).dataSync<'float32'>()),
  );
}

/** Everything that PyTorch needs for the same computation. */
async function write(of: Opened, folder: string): Promise<object> {
  const { run, problem, minibatches } = of;
  const { x, batch } = stepCells(problem.genes);
  // Encoder and decoder: PyTorch's model has no table of the batches' mean z_nio, which no step reads.
  const networks = run.model.networks.slice(0, 2);
  const variables = networksOf({ model: { networks }, phases: run.phases }).flatMap((network) => [
    ...network.variables,
  ]);
  await writeArrays(join(folder, 'variables.f32'), await readValues(variables));
  await writeArrays(join(folder, 'draws.f32'), draws(problem));
  await writeArrays(join(folder, 'x.f32'), [x.data]);
  await writeArrays(join(folder, 'batch.i32'), [batch.codes]);
  await writeArrays(join(folder, 'rows.i32'), minibatches);
  // A term of weight 0 isn't computed, on either side.
  const weights = weightsAt(run.phases[0]!.terms, middle).filter((weight) => weight !== 0);
  return { ...problem, weights };
}

await serve(async (request: Request): Promise<object> => {
  if (request.do === 'start') return { installed: await startWay(way) };
  if (request.do === 'open') {
    opened = await open(request.problem);
    return {};
  }
  if (request.do === 'write') return write(opened!, request.folder);
  if (request.do === 'gradients') return gradients(opened!, request.to);
  return steps(opened!, request.count);
});
