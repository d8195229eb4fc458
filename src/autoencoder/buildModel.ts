import * as tf from '@tensorflow/tfjs';
import { encoderOutputs, latentSize } from '../nn/latentLayout.js';
import type { Network } from '../nn/network.js';
import { asNetwork, type NetworkLike } from '../nn/networks/asNetwork.js';
import { createDecoder } from '../nn/networks/createDecoder.js';
import { createMlp } from '../nn/networks/createMlp.js';
import { createRng } from '../random/rng.js';
import { bindTerms } from '../train/bindTerms.js';
import { adam } from '../train/optimizers/adam.js';
import type { Optimizer } from '../train/optimizers/optimizer.js';
import { wrapOptimizer } from '../train/optimizers/wrapOptimizer.js';
import { createPhase } from '../train/phase.js';
import { networksOf, type Run, streamsOf } from '../train/run.js';
import { randomSampler } from '../train/samplers/randomSampler.js';
import { checkNetwork } from './checkNetwork.js';
import { type Autoencoder, createAutoencoder, forward } from './forward.js';
import type { DisentangledAEOptions, ResolvedOptions } from './options.js';
import type { ModelShape } from './terms/forwardPass.js';

/** A run of an autoencoder. */
export interface AutoencoderRun extends Run {
  model: Autoencoder;
}

type Part = NonNullable<DisentangledAEOptions['encoder']>;

// A function has an `apply` of its own.
const isNetwork = (part: Part): part is NetworkLike => typeof part === 'object' && 'apply' in part;

/** A given network, what a given function makes, or one of our own with the given hidden layers. */
function makePart(name: string, part: Part, shape: ModelShape, make: (hidden: object) => Network): Network {
  if (typeof part === 'function') return asNetwork(name, part(shape));
  return isNetwork(part) ? asNetwork(name, part) : make(part);
}

function makeOptimizer(
  variables: readonly tf.Variable[],
  optimizer: ResolvedOptions['optimizer'],
): Optimizer {
  return typeof optimizer === 'function' ? wrapOptimizer(variables, optimizer) : adam(variables, optimizer);
}

/** The sizes that terms and networks are built for. */
export function modelShape(
  options: ResolvedOptions,
  sizes: Pick<ModelShape, 'cells' | 'genes' | 'batches' | 'labels'>,
): ModelShape {
  const { bio, nio } = options.layout;
  return { ...sizes, latent: { bio: bio.size, nio: nio.size }, rng: createRng(`${options.seed}/init`) };
}

/** Makes every network of a model, with initial weights from the seed, and the optimizer of its one phase. */
export function buildModel(options: ResolvedOptions, shape: ModelShape): AutoencoderRun {
  const { layout, noise } = options;
  const { genes, batches, rng } = shape;
  const latent = latentSize(layout);
  const encoder = makePart('encoder', options.encoder, { ...shape, rng: rng.stream('encoder') }, (hidden) =>
    createMlp({ inputs: genes, outputs: encoderOutputs(layout), rng: rng.stream('encoder'), ...hidden }),
  );
  const decoder = makePart('decoder', options.decoder, { ...shape, rng: rng.stream('decoder') }, (hidden) =>
    createDecoder({ latent, batches, genes, rng: rng.stream('decoder'), ...hidden }),
  );
  checkNetwork('encoder', encoder, genes, encoderOutputs(layout));
  checkNetwork('decoder', decoder, latent + batches, genes);
  const model = createAutoencoder({ encoder, decoder, layout, noise });
  const terms = bindTerms(options.terms, shape);
  const owned = networksOf({ model, phases: [{ terms }] });
  const variables = owned.flatMap((network) => network.variables.filter(({ trainable }) => trainable));
  const phase = createPhase({
    name: 'all',
    forward: (minibatch, step) => forward(model, minibatch, step),
    terms,
    variables,
    optimizer: makeOptimizer(variables, options.optimizer),
  });
  return {
    model,
    phases: [phase],
    streams: streamsOf(options.seed),
    sampler: randomSampler,
    epoch: 0,
  };
}

/** Disposes what {@link buildModel} made; networks that the caller gave stay theirs. */
export function disposeModel({ model, phases }: AutoencoderRun, options: ResolvedOptions): void {
  if (!isNetwork(options.encoder)) tf.dispose([...model.encoder.variables]);
  if (!isNetwork(options.decoder)) tf.dispose([...model.decoder.variables]);
  for (const { terms, optimizer } of phases) {
    tf.dispose(terms.flatMap(({ networks }) => networks.flatMap(({ variables }) => [...variables])));
    optimizer.dispose();
  }
}
