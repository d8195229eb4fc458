import { oneOf, rejectUnknown, wholeNumber } from '../check/checks.js';
import type { LatentBlock, LatentLayout } from './latentLayout.js';

/** A block by its size alone, or with what differs from the defaults. */
export type LatentSpec = number | Partial<LatentBlock>;

/** Latent blocks as a caller gives them. */
export interface LatentOptions {
  /** Biology: what is to be kept. */
  bio?: LatentSpec;
  /** Nuisance: batch, platform, handling. */
  nio?: LatentSpec;
}

function resolveBlock(argument: string, spec: LatentSpec | undefined, defaults: LatentBlock): LatentBlock {
  const given = typeof spec === 'number' ? { size: spec } : (spec ?? {});
  rejectUnknown(argument, given, Object.keys(defaults));
  const block = { ...defaults, ...given };
  wholeNumber(`${argument}.size`, block.size);
  oneOf(`${argument}.distribution`, block.distribution, ['gaussian', 'deterministic']);
  return block;
}

/**
 * The full layout from what was given and the defaults.
 *
 * @throws RangeError on a block that isn't `bio` or `nio`, a size below 1 or an unknown distribution.
 */
export function resolveLatent(argument: string, latent: LatentOptions, defaults: LatentLayout): LatentLayout {
  rejectUnknown(argument, latent, ['bio', 'nio']);
  return {
    bio: resolveBlock(`${argument}.bio`, latent.bio, defaults.bio),
    nio: resolveBlock(`${argument}.nio`, latent.nio, defaults.nio),
  };
}
