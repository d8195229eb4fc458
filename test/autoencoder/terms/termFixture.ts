import * as tf from '@tensorflow/tfjs';
import type { AutoencoderAssembly } from '../../../src/autoencoder/definition.js';
import { forward } from '../../../src/autoencoder/forward.js';
import { type DisentangledAEOptions, resolveOptions } from '../../../src/autoencoder/options.js';
import type { ForwardPass, LossTerm, ModelShape } from '../../../src/autoencoder/terms/forwardPass.js';
import { disposeSystem } from '../../../src/model/buildRun.js';
import type { Mode, Network } from '../../../src/nn/network.js';
import { createRng } from '../../../src/random/rng.js';
import type { Progress } from '../../../src/schedules/schedule.js';
import { type Minibatch, takeMinibatch } from '../../../src/train/minibatch.js';
import type { Run } from '../../../src/train/run.js';
import { stepAt } from '../../../src/train/step.js';
import type { BoundTerm } from '../../../src/train/term.js';
import { autoencoderRun } from '../../helpers/autoencoderRun.js';
import { syntheticCells } from '../../helpers/cells.js';

export const progress: Progress = { epoch: 2, epochs: 10, step: 20, steps: 100 };
export const sizes = { cells: 30, genes: 6, batches: 3, labels: 3 };

const { x, batch, type } = syntheticCells({ ...sizes, types: 3 });
const coded = (names: string[], kinds: number) => ({
  categories: Array.from({ length: kinds }, (_, i) => String(i)),
  codes: Int32Array.from(names, (name) => Number(name.split(' ')[1])),
});
// So far apart that even samples of an untrained encoder's latents separate the batches.
const apart = x.data.map((value, i) => value + 8 * (Math.floor(i / sizes.genes) % sizes.batches));
const set = { x: { ...x, data: apart }, batch: coded(batch, 3) };
const rows = Int32Array.from({ length: sizes.cells }, (_, i) => i);

/** Training mode, whose random stream starts again with each call. */
export const training = (seed = 1): Mode => ({ training: true, rng: createRng(seed) });
export const inference: Mode = { training: false, rng: createRng(1) };

/** Sizes of the bench's model, for `build` and `inactive`. */
export const shape = (more: Partial<ModelShape> = {}): ModelShape => ({
  ...sizes,
  latent: { bio: 3, nio: 2 },
  rng: createRng('init'),
  ...more,
});

/** The minibatch of all cells, with labels or without. Call inside `tf.tidy`. */
export function minibatch(labelled = false): Minibatch {
  return takeMinibatch(labelled ? { ...set, covariates: { labels: coded(type, 3) } } : set, rows);
}

/** A small model around some terms, with the functions that tests need. */
export interface Bench {
  run: Run;
  assembly: AutoencoderAssembly;
  /** A forward pass over all cells. Call inside `tf.tidy`. */
  pass(mode: Mode, labelled?: boolean): ForwardPass;
  /** A term of the model on a pass, with the networks that it built there. */
  loss(pass: ForwardPass, at?: number): tf.Scalar;
  networks(at?: number): readonly Network[];
  dispose(): void;
}

/** Makes a {@link Bench}; latents 3 and 2 unless told otherwise. */
export function benchOf(terms: LossTerm[], options: DisentangledAEOptions = {}): Bench {
  const resolved = resolveOptions({
    latent: { bio: 3, nio: 2 },
    encoder: { hidden: [5] },
    decoder: { hidden: [5] },
    noise: 0.1,
    ...options,
    terms,
  });
  const built = autoencoderRun(resolved, sizes);
  const { run, assembly } = built;
  const bound = run.phases[0]!.terms as unknown as readonly BoundTerm<ForwardPass>[];
  return {
    run,
    assembly,
    pass: (mode, labelled) => forward(assembly.model, minibatch(labelled), stepAt(progress, mode)),
    loss: (pass, at = 0) => bound[at]!.term.loss(pass, bound[at]!.networks),
    networks: (at = 0) => bound[at]!.networks,
    dispose: () => disposeSystem(built),
  };
}

/** The value of a scalar; leaves no tensor. */
export const numberOf = (loss: () => tf.Scalar): number => tf.tidy(() => loss().dataSync()[0]!);

/** Gradient of a loss with respect to the trainable variables of a network, concatenated; 0 where it doesn't depend on them. */
export function gradientIn(network: Network, loss: () => tf.Scalar): number[] {
  const trainable = network.variables.filter((variable) => variable.trainable);
  return tf.tidy(() => {
    // Depends on every variable, with gradient 0: tfjs throws if a loss depends on none of them.
    const nothing = () => tf.addN(trainable.map((variable) => variable.sum().mul(0)));
    const { grads } = tf.variableGrads(() => tf.add(loss(), nothing()), trainable);
    return trainable.flatMap(({ name }) => [...grads[name]!.dataSync()]);
  });
}
