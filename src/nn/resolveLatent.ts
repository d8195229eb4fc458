import { oneOf, trueOrFalse, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { LatentBlock, LatentLayout } from './latentLayout.js';

/** A block: its size alone, or the properties that differ from the defaults. */
export type LatentSpec = number | Partial<LatentBlock>;

/** Latent blocks, as the caller specifies them. */
export interface LatentOptions {
  /** Biology, which the model keeps. */
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
    detached: (name, detached = defaults.detached) => trueOrFalse(name, detached),
  } satisfies OptionTable<Partial<LatentBlock>>;
  return readOptions(argument, given, table, '.');
}

/**
 * The full layout: the given options, completed by the defaults.
 *
 * @throws RangeError if a block isn't `bio` or `nio`, a size is below 1 or a distribution is unknown.
 */
export function resolveLatent(argument: string, latent: LatentOptions, defaults: LatentLayout): LatentLayout {
  const table = {
    bio: (block, given) => resolveBlock(block, given, defaults.bio),
    nio: (block, given) => resolveBlock(block, given, defaults.nio),
  } satisfies OptionTable<LatentOptions>;
  return readOptions(argument, latent, table, '.');
}
