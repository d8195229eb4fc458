import * as tf from '@tensorflow/tfjs';
import { variable } from '../backend/variable.js';
import { reconstructionLoss } from '../losses/reconstructionLoss.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Assembly, JoinedEncoder, Part, SystemShape } from '../model/assembly.js';
import { assemblyPhase } from '../model/assemblyPhase.js';
import type { BuildSource, SystemDefinition } from '../model/definition.js';
import type { ExtensionParts } from '../model/map/extensionParts.js';
import { encodeSystem } from '../model/systemCells.js';
import { writeClassMeans } from '../model/writeClassMeans.js';
import { encoderOutputs, latentSize, splitMoments } from '../nn/latentLayout.js';
import type { Network } from '../nn/network.js';
import { asNetwork, type NetworkLike } from '../nn/networks/asNetwork.js';
import { createDecoder } from '../nn/networks/createDecoder.js';
import { createMlp } from '../nn/networks/createMlp.js';
import type { TrainingSet } from '../train/minibatch.js';
import { checkNetwork } from './checkNetwork.js';
import { type AutoencoderParts, applyEncoder, decode, encode, forward } from './forward.js';
import type { DisentangledAEOptions, ResolvedOptions } from './options.js';
import type { LatentTensors, ModelShape } from './terms/forwardPass.js';

/** The parts of a {@link DisentangledAE}. */
export interface AutoencoderAssembly extends Assembly {
  networks: {
    /** x -> [means | log-variances]. [cells, genes] -> [cells, columns] */
    encoder: Network;
    /** [latents | one-hot batch] -> x̂. -> [cells, genes] */
    decoder: Network;
    /** Mean z_nio of each batch's training cells. [batches, nio] */
    centroids: Part;
  };
  /** The networks, the latent layout and the noise, for `encode`, `decode` and `forward`. */
  model: AutoencoderParts;
  encoder: JoinedEncoder;
}

type NetworkOption = NonNullable<DisentangledAEOptions['encoder']>;

// Functions have a method `apply` too.
const isNetwork = (option: NetworkOption): option is NetworkLike =>
  typeof option === 'object' && 'apply' in option;

/** The given network, the one that a given function makes, the one from a file, or a new one with the given hidden layers. */
function networkFrom(
  name: 'encoder' | 'decoder',
  option: NetworkOption,
  shape: ModelShape,
  { networks }: BuildSource,
  make: (hidden: object) => Network,
): Network {
  if (typeof option === 'function') {
    return asNetwork(name, option({ ...shape, rng: shape.rng.stream(name) }));
  }
  if (isNetwork(option)) return asNetwork(name, option);
  return networks?.[name] ?? make(option);
}

function createNetworks(
  { layout, encoder, decoder }: ResolvedOptions,
  shape: ModelShape,
  from: BuildSource,
): AutoencoderAssembly['networks'] {
  const { genes, batches, rng } = shape;
  const [outputs, latent] = [encoderOutputs(layout), latentSize(layout)];
  const networks = {
    encoder: networkFrom('encoder', encoder, shape, from, (hidden) =>
      createMlp({ inputs: genes, outputs, rng: rng.stream('encoder'), ...hidden }),
    ),
    decoder: networkFrom('decoder', decoder, shape, from, (hidden) =>
      createDecoder({ latent, batches, genes, rng: rng.stream('decoder'), ...hidden }),
    ),
  };
  try {
    checkNetwork('encoder', networks.encoder, genes, outputs);
    checkNetwork('decoder', networks.decoder, latent + batches, genes);
  } catch (error) {
    if (!isNetwork(encoder)) tf.dispose([...networks.encoder.variables]);
    if (!isNetwork(decoder)) tf.dispose([...networks.decoder.variables]);
    throw error;
  }
  const centroids = variable<tf.Rank.R2>([batches, layout.nio.size], (sizes) => tf.zeros(sizes), {
    trainable: false,
  });
  return { ...networks, centroids: { variables: [centroids] } };
}

/** The mean z_nio of a new batch goes into its row of the centroids. */
function writeCentroid(centroids: tf.Variable, { data, shape: [cells, size] }: Matrix, column: number): void {
  tf.tidy(() => {
    const rows = tf.unstack(centroids);
    rows[column] = tf.mean(tf.tensor2d(data, [cells, size]), 0);
    centroids.assign(tf.stack(rows));
  });
}

function extensionOf(model: AutoencoderParts, centroids: tf.Variable): ExtensionParts {
  return {
    encoder: 'encoder',
    moments: (x, mode) => splitMoments(applyEncoder(model, x, mode), model.layout),
    decoder: {
      network: 'decoder',
      decode: (latent, batch, mode) => decode(model, latent as LatentTensors, batch, mode),
    },
    finish: ({ nio }, column) => writeCentroid(centroids, nio!, column),
  };
}

function assemble(
  options: ResolvedOptions,
  { batches, added = [], covariates, ...sizes }: SystemShape,
  from: BuildSource,
): AutoencoderAssembly {
  const { layout, noise, terms, optimizer } = options;
  const latent = Object.fromEntries(Object.entries(layout).map(([name, { size }]) => [name, size]));
  const labels = covariates['labels']?.size ?? 0;
  const shape = { ...sizes, batches: batches.length + added.length, labels, latent } as ModelShape;
  const networks = createNetworks(options, shape, from);
  const { encoder, decoder, centroids } = networks;
  const model: AutoencoderParts = { encoder, decoder, layout, noise };
  const assembly: AutoencoderAssembly = {
    networks,
    given: (['encoder', 'decoder'] as const).filter((name) => isNetwork(options[name])),
    described: ['encoder', 'decoder'],
    model,
    phases: [
      assemblyPhase({
        name: 'all',
        forward: (minibatch, step) => forward(model, minibatch, step),
        terms,
        moves: ['encoder', 'decoder'],
        optimizer,
      }),
    ],
    latent,
    roles: { biology: 'bio', nuisance: 'nio', nuisanceDetached: layout.nio.detached },
    encode: ({ x }, mode) => encode(model, x, mode).mean,
    encoder: {
      columns: encoderOutputs(layout),
      sparse: encoder.applySparse !== undefined,
      apply: ({ x }, mode) => applyEncoder(model, x, mode),
    },
    error: (minibatch, step) => reconstructionLoss(forward(model, minibatch, step).output, minibatch.x),
    noiseLevel: (progress) => noise.level(progress),
    extension: extensionOf(model, centroids.variables[0]!),
    finish: async ({ x, batch }: TrainingSet) => {
      const { nio } = await encodeSystem(assembly, { x, scale: 'asIs', covariates: {} });
      writeClassMeans(centroids.variables[0]!, nio!, batch);
    },
  };
  return assembly;
}

/**
 * Defines the method: x -> noise -> encoder -> z_bio, z_nio; decoder(z_bio, z_nio, one-hot batch) -> x̂, and
 * `L = Σ weight(t)·term(pass)` over the terms of the options.
 */
export function autoencoderDefinition(
  options: ResolvedOptions,
): SystemDefinition<DisentangledAEOptions, AutoencoderAssembly> {
  return {
    kind: 'DisentangledAE',
    covariates: () => ({
      batch: { kind: 'categories' },
      labels: { kind: 'categories', required: false, partial: true },
    }),
    scale: () => 'auto',
    build: (shape, _, from) => assemble(options, shape, from),
  };
}
