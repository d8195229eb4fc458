import * as tf from '@tensorflow/tfjs';
import { failure } from '../../check/errors.js';
import type { Compile } from '../../onnx/wantedRuntime.js';
import { createBreather } from '../../platform/breathe.js';
import type { Rng } from '../../random/rng.js';
import type { Schedule } from '../../schedules/schedule.js';
import { bindTerms } from '../../train/bindTerms.js';
import type { Minibatch, TrainingSet } from '../../train/minibatch.js';
import { adam } from '../../train/optimizers/adam.js';
import type { Optimizer } from '../../train/optimizers/optimizer.js';
import { createPhase, type Phase } from '../../train/phase.js';
import { capture, type Run } from '../../train/run.js';
import { randomSampler } from '../../train/samplers/randomSampler.js';
import type { Step } from '../../train/step.js';
import { createStepper } from '../../train/steppers/createStepper.js';
import type { Term } from '../../train/term.js';
import type { GrownVariable } from './growVariables.js';

/** What is asked and told between two steps, and how steps run. */
export interface StepWatch {
  /** Throws if the call is to stop. */
  check(): void;
  /** Called after every step. */
  stepDone(): void;
  compile: Compile;
  onWarning(message: string): void;
}

/** A short training, by steps. */
export interface StepJob<P extends Step> {
  /** Name of the batch, for messages. */
  batch: string;
  steps: number;
  learningRate: Schedule;
  /** Variables that move. */
  free: readonly tf.Variable[];
  /** Variables of which only the new rows move. */
  grown: readonly GrownVariable[];
  terms: readonly Term<P>[];
  /** Sizes of the latents, for the terms. */
  latent: Readonly<Record<string, number>>;
  /** The cells of one step; `refill` writes those of the next into the same arrays. */
  set: TrainingSet;
  refill(): void;
  forward(minibatch: Minibatch, step: Step): P;
  /** The stream of noise and samples. */
  rng: Rng;
}

/** 1 for the rows that are new, 0 for the others: with a gradient of 0, Adam leaves a value as it is to the bit. */
function maskOf({ variable, before }: GrownVariable): tf.Tensor {
  return tf.tidy(() => {
    const [rows = 0, ...others] = variable.shape;
    return tf.concat([tf.zeros([before, ...others]), tf.ones([rows - before, ...others])], 0);
  });
}

/** Adam that multiplies the gradients of the last variables by masks. */
function maskedAdam(
  { free, learningRate }: StepJob<never>,
  all: tf.Variable[],
  masks: tf.Tensor[],
): Optimizer {
  const whole = adam(all, { learningRate });
  if (masks.length === 0) return whole;
  const { adam: _, moments: __, ...optimizer } = whole;
  return {
    ...optimizer,
    step: (gradients, progress) => {
      const masked = gradients.map((gradient, i) => {
        const mask = masks[i - free.length];
        return gradient && mask ? tf.mul(gradient, mask) : gradient;
      });
      whole.step(masked, progress);
    },
  };
}

function runOf(phase: Phase, rng: Rng): Run {
  return {
    model: {
      networks: [{ variables: phase.variables }],
      names: ['map'],
      error: () => tf.scalar(0),
      noiseLevel: () => 0,
    },
    phases: [phase],
    streams: { shuffle: rng.stream('shuffle'), noise: rng },
    sampler: randomSampler,
    epoch: 0,
    rateFactor: 1,
  };
}

async function allSteps(run: Run, job: StepJob<never>, watch: StepWatch): Promise<void> {
  const { set, steps, refill } = job;
  const rows = Int32Array.from({ length: set.x.shape[0] }, (_, row) => row);
  const stepper = await createStepper(run, set, watch);
  const breathe = createBreather();
  try {
    stepper.begin(await capture(run));
    for (let at = 0; at < steps; at++) {
      watch.check();
      refill();
      const losses = await stepper.step(0, rows, { epoch: at, epochs: steps, step: at, steps });
      if (losses instanceof tf.Tensor) losses.dispose();
      watch.stepDone();
      await breathe();
    }
    await stepper.end();
  } finally {
    await stepper.dispose();
  }
}

/** Trains. Everything but the variables themselves is disposed, also after an error. */
export async function runSteps<P extends Step>(job: StepJob<P>, watch: StepWatch): Promise<void> {
  const { batch, free, grown, set, latent, forward, rng } = job;
  const variables = [...free, ...grown.map(({ variable }) => variable)];
  const [cells, genes] = set.x.shape;
  const shape = { cells, genes, batches: 2, labels: 0, latent, rng: rng.stream('terms') };
  const terms = bindTerms(job.terms, shape);
  const masks = grown.map(maskOf);
  const optimizer = maskedAdam(job as never, variables, masks);
  try {
    const phase = createPhase({ name: 'extend', forward, terms, variables, optimizer });
    await allSteps(runOf(phase, rng), job as never, watch);
    if (variables.every((variable) => variable.dataSync<'float32'>().every(Number.isFinite))) return;
    const next = 'Look for extreme values among its cells.';
    throw failure('ZBIO_BAD_NUMBERS', `extend: the map of batch '${batch}' stopped being finite. ${next}`);
  } finally {
    optimizer.dispose();
    tf.dispose([...masks, ...terms.flatMap(({ networks }) => networks.flatMap((one) => [...one.variables]))]);
  }
}
