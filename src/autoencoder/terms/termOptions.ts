import { oneOf, optional, text } from '../../check/checks.js';
import type { OptionTable } from '../../check/options.js';
import { type Scheduled, scheduled } from '../../schedules/schedule.js';
import type { ModelShape } from './forwardPass.js';

/** Options that every term maker takes. */
export interface TermOptions {
  /** Name of the term in the history; each term has a default. Two terms of one model need different names. */
  name?: string;
  /** Weight in the total, a number or a schedule; default 1. */
  weight?: Scheduled;
}

/** Defaults and checks of {@link TermOptions}. */
export const termTable: OptionTable<TermOptions, { name: string | undefined; weight: Scheduled }> = {
  name: optional(text),
  weight: (argument, given = 1) => scheduled(argument, given),
};

/** The latent blocks that a term may act on. */
export type BlockName = 'bio' | 'nio';

/** Returns `value` if it names a latent block. */
export const blockName = (argument: string, value: unknown): BlockName =>
  oneOf(argument, value, ['bio', 'nio']);

/** `inactive` of every term that compares batches. */
export function needsTwoBatches({ batches }: ModelShape): string | undefined {
  return batches < 2 ? 'it needs at least two batches and there is one' : undefined;
}
