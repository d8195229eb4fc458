import * as tf from '@tensorflow/tfjs';
import { type Likelihood, likelihoods } from '../../distributions/likelihoods.js';
import { meanSquaredError } from '../../losses/meanSquaredError.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode, Network } from '../../nn/network.js';
import { normalTensor } from '../../random/randomTensors.js';
import { detach } from '../../tensor/detach.js';
import type { Minibatch } from '../../train/minibatch.js';
import { type BiolordFlow, biolordFlow } from './biolordFlow.js';
import { type BiolordNetworks, createBiolordNetworks, vectorSize } from './biolordNetworks.js';
import type { ResolvedBiolordOptions } from './biolordOptions.js';

/** {@link Biolord} in parts. */
export interface BiolordAssembly extends Assembly {
  model: BiolordModel;
}

/** The networks and what lies between them. */
export interface BiolordModel {
  networks: BiolordNetworks;
  flow: BiolordFlow;
  likelihood: Likelihood;
}

/** What the terms read of a minibatch. */
interface BiolordPass {
  x: tf.Tensor2D;
  /** u + σ·ε. [cells, unknown] */
  unknown: tf.Tensor2D;
  /** The decoder's. [cells, genes or 2 genes] */
  output: tf.Tensor2D;
}

const prefixed = (attributes: BiolordNetworks['attributes']): [string, Network][] =>
  Object.entries(attributes).map(([name, network]) => [`attribute/${name}`, network]);

/** u + σ·ε with the attributes' vectors -> decoder -> output. */
function passThrough(
  { networks, flow }: BiolordModel,
  { noise }: ResolvedBiolordOptions,
  cells: Minibatch,
  mode: Mode,
): BiolordPass {
  const code = networks.codes.lookup(cells.rows!, mode);
  const drawn = () => normalTensor(code.shape, mode.rng).mul(noise);
  const unknown = mode.training ? code.add<tf.Tensor2D>(drawn()) : code;
  return { x: cells.x, unknown, output: flow.decode(unknown, cells, mode) };
}

/** -log p(x), mean over cells; summed over genes for counts, their mean for values, as the original has it. */
function reconstruction(
  { flow, likelihood }: BiolordModel,
  { x, output }: BiolordPass,
  mode: Mode,
): tf.Scalar {
  const each = likelihood.logLikelihood(x, flow.parameters(x, output, mode));
  return (likelihood.counts ? each.sum(1) : each.mean(1)).mean().neg().asScalar();
}

/** `½ Σ w²`: its gradient is what PyTorch's Adam calls weight decay. */
function halfSquares(networks: readonly Network[]): tf.Scalar {
  const trainable = networks.flatMap(({ variables }) => variables.filter((variable) => variable.trainable));
  return tf
    .addN(trainable.map((variable) => variable.square().sum()))
    .mul(0.5)
    .asScalar();
}

/** Codes, vectors and decoder: `L = -log p(x) + a·mean (m - x)² + b·mean ‖u + σ·ε‖² + c·½‖w‖²`. */
function modelPhase(model: BiolordModel, options: ResolvedBiolordOptions): AssemblyPhase {
  const { codes, attributes, decoder, dispersion } = model.networks;
  const { squaredError: a, unknownPenalty: b, weightDecay: c, learningRate, learnDispersion } = options;
  const decayed = [codes, decoder, ...Object.values(attributes)];
  const names = prefixed(attributes).map(([name]) => name);
  return assemblyPhase<BiolordPass>({
    name: 'model',
    forward: (cells, { mode }) => passThrough(model, options, cells, mode),
    terms: [
      { name: 'reconstruction', loss: (pass) => reconstruction(model, pass, pass.mode) },
      {
        name: 'squaredError',
        weight: a,
        loss: ({ x, output }) => meanSquaredError(model.flow.mean(x, output), x),
      },
      { name: 'unknown', weight: b, loss: ({ unknown }) => unknown.square().sum(1).mean().asScalar() },
      { name: 'weightDecay', weight: c, loss: () => halfSquares(decayed) },
    ],
    moves: ['codes', 'decoder', ...names, ...(dispersion && learnDispersion ? ['dispersion'] : [])],
    optimizer: { learningRate },
  });
}

/** The encoder e beside it: `mean (e(x, v) - u)²`, in which only the encoder moves. */
function encoderPhase({ networks, flow }: BiolordModel): AssemblyPhase {
  return assemblyPhase({
    name: 'encoder',
    forward: (cells, { mode }) => ({
      encoded: flow.encode(cells, mode),
      code: detach(networks.codes.lookup(cells.rows!, mode)),
    }),
    terms: [{ name: 'encoder', loss: ({ encoded, code }) => meanSquaredError(encoded, code) }],
    moves: ['encoder'],
  });
}

/**
 * x̂ = decoder(u + σ·ε, vectors of the attributes), with u a free vector per cell and nothing but noise and a penalty on its
 * length to keep what the attributes say out of it; and an encoder that learns to tell u from x.
 */
export function assembleBiolord(shape: SystemShape, options: ResolvedBiolordOptions): BiolordAssembly {
  const likelihood = likelihoods[options.likelihood];
  const networks = createBiolordNetworks(shape, options, likelihood);
  const flow = biolordFlow(networks, likelihood);
  const model = { networks, flow, likelihood };
  const { attributes, ...others } = networks;
  const sizes = Object.entries(shape.covariates).map(([name, one]) => [name, vectorSize(one, options)]);
  return {
    model,
    networks: { ...others, ...Object.fromEntries(prefixed(attributes)) },
    phases: [modelPhase(model, options), encoderPhase(model)],
    latent: { unknown: options.unknown, ...Object.fromEntries(sizes) },
    encode: (input, mode) => ({ ...flow.vectors(input, mode), unknown: flow.encode(input, mode) }),
    // Held-out cells have a row in the table that nothing has trained: the encoder stands in.
    error: (cells, { mode }) => {
      const output = flow.decode(flow.encode(cells, mode), cells, mode);
      return meanSquaredError(flow.mean(cells.x, output), cells.x);
    },
  };
}
