import { badValue } from '../../check/errors.js';
import type { SystemShape } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import { createClassifier } from '../../nn/networks/createClassifier.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { createScidrlDecoder, type ScidrlDecoder } from './createScidrlDecoder.js';
import type { ResolvedScidrlOptions } from './scidrlOptions.js';

/** The four parts of the method. */
export type ScidrlNetworks = {
  /** Cells in [0, 1] -> [z_noise | z_bio]. */
  encoder: Network;
  /** [z_noise | z_bio] -> logits of the cells. */
  decoder: ScidrlDecoder;
  /** z_bio -> logits of the batch. */
  discriminator: Network;
  /** z_noise -> logits of the batch; a single linear layer. */
  classifier: Network;
};

/** Logits of the batch: two batches share one, that of the second. */
function batchLogits({ length: batches }: SystemShape['batches']): number {
  if (batches > 1) return batches === 2 ? 1 : batches;
  const next = 'Give fit { batch: … }, one entry a cell.';
  throw badValue({ argument: 'fit: batch', expected: 'at least two batches', received: `${batches}`, next });
}

/** Makes the networks, with batch norm in every hidden layer and the publication's initial weights. Throws RangeError where there is one batch only. */
export function createScidrlNetworks(shape: SystemShape, options: ResolvedScidrlOptions): ScidrlNetworks {
  const { genes, batches, rng } = shape;
  const { noise, bio, hidden, discriminator } = options;
  const [latent, classes] = [noise + bio, batchLogits(batches)];
  const drawn = (name: string) => ({ initial: 'truncatedNormal', rng: rng.stream(name) }) as const;
  const discriminating = { inputs: bio, classes, hidden: discriminator, norm: 'batch' } as const;
  return {
    encoder: createMlp({ inputs: genes, outputs: latent, hidden: [hidden], ...drawn('encoder') }),
    decoder: createScidrlDecoder({ latent, hidden, genes, rng: rng.stream('decoder') }),
    discriminator: createClassifier({ ...discriminating, ...drawn('discriminator') }),
    classifier: createClassifier({ inputs: noise, classes, hidden: [], ...drawn('classifier') }),
  };
}
