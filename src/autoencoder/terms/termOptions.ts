import type { Scheduled } from '../../schedules/schedule.js';
import type { ModelShape } from './forwardPass.js';

/** Options that every term maker takes. */
export interface TermOptions {
  /** Name in the history; each term has a default. Two terms of a model need different names. */
  name?: string;
  /** Factor in the total, a number or a schedule; default 1. */
  weight?: Scheduled;
}

/** Names of {@link TermOptions}. */
export const termOptionNames: readonly string[] = ['name', 'weight'];

/** Latent blocks a term may act on. */
export type BlockName = 'bio' | 'nio';

/** Names of the latent blocks. */
export const blockNames: readonly BlockName[] = ['bio', 'nio'];

/** `inactive` of every term that compares batches. */
export function needsTwoBatches({ batches }: ModelShape): string | undefined {
  return batches < 2 ? 'it needs at least two batches and there is one' : undefined;
}
