import { badValue } from '../../check/errors.js';
import type { OptionTable } from '../../check/options.js';
import { listed } from '../../check/quoted.js';
import { fixedGaussians } from './fixedGaussians.js';
import { geometricMixture, type KernelMixture, type RbfOptions, rbfTable } from './rbfOptions.js';

/** {@link RbfOptions}, or an explicit list of bandwidths. */
export interface KernelMixtureOptions extends RbfOptions {
  /**
   * All bandwidths, in units of squared distance: the kernel is `Σ_l exp(-d² / bw_l)`. Excludes the other
   * options.
   */
  bandwidths?: readonly number[] | undefined;
}

/** Entries of {@link KernelMixtureOptions}. The bandwidths are checked when the kernel is built. */
export const kernelMixtureTable: OptionTable<KernelMixtureOptions> = {
  ...rbfTable,
  bandwidths: (_, given) => given,
};

/** The kernel that these options describe, within one sample. Throws if a bandwidth is out of range. */
export function mixtureOf(
  argument: string,
  { bandwidths: fixed, ...around }: KernelMixtureOptions,
): KernelMixture {
  if (!fixed) return geometricMixture(argument, around);
  const also = Object.keys(around).filter((key) => around[key as keyof RbfOptions] !== undefined);
  if (also.length === 0) return fixedGaussians(argument, fixed);
  const expected = 'bandwidths alone: they are the whole kernel';
  throw badValue({ argument, expected, received: `bandwidths and ${listed(also)}` });
}
