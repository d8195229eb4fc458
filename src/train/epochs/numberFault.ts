import type { ZbioErrorCode } from '../../check/errors.js';
import type { Progress } from '../../schedules/schedule.js';

/** Where a fault was found. */
export interface FaultPlace {
  progress: Progress;
  /** The step within the epoch; -1 after its last one. */
  step: number;
  /** The first steps of the epoch after which all weights were finite. */
  sound?: number;
  /** The cells of a minibatch of held-out cells: the fault is in their losses. */
  held?: Int32Array;
}

/**
 * A loss, a weight or a moment that is no longer finite, as it was found. Its cause may lie a few steps back, and in another term:
 * `explainFault` looks for it.
 */
export class NumberFault extends Error {
  readonly code: ZbioErrorCode = 'ZBIO_BAD_NUMBERS';
  /** Where it was found. */
  readonly place: FaultPlace;

  constructor(what: string, place: FaultPlace) {
    super(`fit: ${what} at ${placeText(place)}.`);
    this.place = place;
  }
}

/** Names a step, as a part of a sentence. */
export function placeText({ step, progress }: Pick<FaultPlace, 'step' | 'progress'>): string {
  return step < 0 ? `the end of epoch ${progress.epoch}` : `step ${step} of epoch ${progress.epoch}`;
}
