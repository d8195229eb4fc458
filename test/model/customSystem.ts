import * as tf from '@tensorflow/tfjs';
import { batchClassifierLoss } from '../../src/losses/batchClassifierLoss.js';
import { reconstructionLoss } from '../../src/losses/reconstructionLoss.js';
import type { Assembly, SystemShape } from '../../src/model/assembly.js';
import { assemblyPhase } from '../../src/model/assemblyPhase.js';
import type { SystemDefinition, SystemOptions } from '../../src/model/definition.js';
import { loadSystem } from '../../src/model/loadSystem.js';
import { System } from '../../src/model/System.js';
import { gradientReversal } from '../../src/nn/gradientReversal.js';
import type { Mode, Network } from '../../src/nn/network.js';
import { createMlp } from '../../src/nn/networks/createMlp.js';
import type { Term } from '../../src/train/term.js';

/** What the terms of {@link Custom} read. */
export interface CustomPass {
  x: tf.Tensor2D;
  z: tf.Tensor2D;
  output: tf.Tensor2D;
  batch: tf.Tensor2D;
  mode: Mode;
}

export interface CustomOptions extends SystemOptions {
  size?: number;
  /** Beside the reconstruction. */
  terms?: readonly Term<CustomPass>[];
  optimizer?: () => tf.Optimizer;
}

export interface CustomAssembly extends Assembly {
  networks: { encoder: Network; decoder: Network };
}

/** A term with a network of its own, which `build` makes for the model. */
export const adversary: Term<CustomPass> = {
  name: 'adversary',
  build: ({ latent, batches, rng }) => [
    createMlp({ inputs: latent['z']!, outputs: batches, hidden: [4], rng: rng.stream('adversary') }),
  ],
  loss: ({ z, batch, mode }, [network]) =>
    batchClassifierLoss(network!.apply(gradientReversal(z, 1), mode), batch),
};

function build(
  { genes, rng }: SystemShape,
  { size = 2, terms = [], optimizer = () => tf.train.sgd(0.01) }: CustomOptions,
): CustomAssembly {
  const encoder = createMlp({ inputs: genes, outputs: size, hidden: [6], rng: rng.stream('encoder') });
  const decoder = createMlp({ inputs: size, outputs: genes, hidden: [6], rng: rng.stream('decoder') });
  const reconstruction: Term<CustomPass> = {
    name: 'reconstruction',
    loss: ({ x, output }) => reconstructionLoss(output, x),
  };
  return {
    networks: { encoder, decoder },
    phases: [
      assemblyPhase({
        name: 'all',
        forward: ({ x, batch }, { mode }) => {
          const z = encoder.apply(x, mode);
          return { x, batch, z, output: decoder.apply(z, mode) };
        },
        terms: [reconstruction, ...terms],
        moves: ['encoder', 'decoder'],
        optimizer,
      }),
    ],
    latent: { z: size },
    encode: ({ x }, mode) => ({ z: encoder.apply(x, mode) }),
    error: ({ x }, { mode }) => reconstructionLoss(decoder.apply(encoder.apply(x, mode), mode), x),
  };
}

const custom: SystemDefinition<CustomOptions, CustomAssembly> = { kind: 'Custom', build };

/** No required covariates; terms and optimizer are options that a file can't hold. */
export class Custom extends System<CustomOptions, object, 'z', CustomAssembly> {
  constructor(options: CustomOptions = {}) {
    super(custom, options);
  }

  static load(source: ArrayBuffer, options: CustomOptions = {}): Promise<Custom> {
    return loadSystem(custom, source, (all) => new Custom(all), options);
  }

  /** Columns of the decoder's last layer: a verb that knows the type of its assembly. */
  get outputs(): number {
    return this.fitted('outputs').assembly.networks.decoder.variables.at(-1)!.size;
  }
}
