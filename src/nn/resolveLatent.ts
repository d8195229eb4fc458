import { oneOf, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
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
  const table = {
    size: (name, size = defaults.size) => wholeNumber(name, size),
    distribution: (name, distribution = defaults.distribution) =>
      oneOf(name, distribution, ['gaussian', 'deterministic']),
    detached: (_, detached = defaults.detached) => detached,
  } satisfies OptionTable<Partial<LatentBlock>>;
  return readOptions(argument, given, table, '.');
}

/**
 * The full layout from what was given and the defaults.
 *
 * @throws RangeError on a block that isn't `bio` or `nio`, a size below 1 or an unknown distribution.
 */
export function resolveLatent(argument: string, latent: LatentOptions, defaults: LatentLayout): LatentLayout {
  const table = {
    bio: (block, given) => resolveBlock(block, given, defaults.bio),
    nio: (block, given) => resolveBlock(block, given, defaults.nio),
  } satisfies OptionTable<LatentOptions>;
  return readOptions(argument, latent, table, '.');
}
