import * as tf from '@tensorflow/tfjs';
import { meanSquaredError } from '../../losses/meanSquaredError.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Network } from '../../nn/network.js';
import { normalTensor } from '../../random/randomTensors.js';
import { detach } from '../../tensor/detach.js';
import { type BiolordFlow, biolordFlow } from './biolordFlow.js';
import { type BiolordNetworks, createBiolordNetworks, vectorSize } from './biolordNetworks.js';
import type { ResolvedBiolordOptions } from './biolordOptions.js';
import { type Likelihood, likelihoods } from './likelihoods.js';

/** The method as a value, and what its verbs need beside. */
export interface BiolordAssembly extends Assembly {
  parts: BiolordNetworks;
  flow: BiolordFlow;
}

/** All that a phase is made of. */
interface Method {
  parts: BiolordNetworks;
  flow: BiolordFlow;
  likelihood: Likelihood;
  options: ResolvedBiolordOptions;
}

const prefixed = (attributes: BiolordNetworks['attributes']): [string, Network][] =>
  Object.entries(attributes).map(([name, network]) => [`attribute/${name}`, network]);

/** `½ Σ w²`: its gradient is what PyTorch's Adam calls weight decay. */
function halfSquares(networks: readonly Network[]): tf.Scalar {
  const trainable = networks.flatMap(({ variables }) => variables.filter((variable) => variable.trainable));
  return tf
    .addN(trainable.map((variable) => variable.square().sum()))
    .mul(0.5)
    .asScalar();
}

/** Codes, vectors and decoder, moved by one loss: -log p(x | mean) + a·MSE + b·‖u + noise‖² + c·½‖w‖². */
function modelPhase({ parts, flow, likelihood, options }: Method): AssemblyPhase {
  const { codes, attributes, decoder, dispersion } = parts;
  const { noise, squaredError, unknownPenalty, weightDecay, learningRate, learnDispersion } = options;
  return assemblyPhase({
    name: 'model',
    forward: (cells, { mode }) => {
      const code = codes.lookup(cells.rows!, mode);
      const unknown = mode.training
        ? code.add<tf.Tensor2D>(normalTensor(code.shape, mode.rng).mul(noise))
        : code;
      return { x: cells.x, unknown, output: flow.output(unknown, cells, mode) };
    },
    terms: [
      {
        name: 'reconstruction',
        loss: ({ x, output, mode }) => likelihood.loss(x, output, dispersion?.apply(x, mode)),
      },
      {
        name: 'squaredError',
        weight: squaredError,
        loss: ({ x, output }) => meanSquaredError(likelihood.mean(x, output), x),
      },
      {
        name: 'unknown',
        weight: unknownPenalty,
        loss: ({ unknown }) => unknown.square().sum(1).mean().asScalar(),
      },
      {
        name: 'weightDecay',
        weight: weightDecay,
        loss: () => halfSquares([codes, decoder, ...Object.values(attributes)]),
      },
    ],
    moves: [
      'codes',
      'decoder',
      ...prefixed(attributes).map(([name]) => name),
      ...(dispersion && learnDispersion ? ['dispersion'] : []),
    ],
    optimizer: { learningRate },
  });
}

/** The encoder beside it: ‖encoder(x, vectors) - u‖², in which only the encoder moves. */
function encoderPhase({ parts, flow }: Method): AssemblyPhase {
  return assemblyPhase({
    name: 'encoder',
    forward: (cells, { mode }) => ({
      encoded: flow.encode(cells, mode),
      code: detach(parts.codes.lookup(cells.rows!, mode)),
    }),
    terms: [{ name: 'encoder', loss: ({ encoded, code }) => meanSquaredError(encoded, code) }],
    moves: ['encoder'],
  });
}

/**
 * The method in one value: x̂ = decoder(u + noise, vectors of the attributes), with u a free vector a cell and nothing but
 * noise and a penalty on its length to keep what the attributes say out of it; and an encoder that learns to tell u from x.
 */
export function assembleBiolord(shape: SystemShape, options: ResolvedBiolordOptions): BiolordAssembly {
  const likelihood = likelihoods[options.likelihood];
  const parts = createBiolordNetworks(shape, options, likelihood);
  const { attributes, ...others } = parts;
  const flow = biolordFlow(parts, likelihood);
  const method = { parts, flow, likelihood, options };
  const sizes = Object.entries(shape.covariates).map(([name, one]) => [name, vectorSize(one, options)]);
  return {
    parts,
    flow,
    networks: { ...others, ...Object.fromEntries(prefixed(attributes)) },
    phases: [modelPhase(method), encoderPhase(method)],
    latent: { unknown: options.unknown, ...Object.fromEntries(sizes) },
    encode: (input, mode) => ({ ...flow.vectors(input, mode), unknown: flow.encode(input, mode) }),
    // Cells that are held out have a row in the table that nothing has trained: the encoder stands in.
    error: (cells, { mode }) => meanSquaredError(flow.mean(flow.encode(cells, mode), cells, mode), cells.x),
  };
}
