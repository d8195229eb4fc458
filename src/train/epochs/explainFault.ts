import { restore, type Snapshot } from '../run.js';
import { epochSteps } from './epochSteps.js';
import { type ExtremeCells, extremeCells } from './extremeCells.js';
import { type Cause, faultCause, ownTerm } from './faultCause.js';
import { type FaultPlace, type NumberFault, placeText } from './numberFault.js';
import { type FaultyStep, isSound, replay } from './replay.js';
import type { TrainingJob } from './trainingJob.js';

/** What went wrong and what to do, as sentences. */
export interface ExplainedFault {
  what: string;
  next: string;
  /** Whether the learning rate itself is what went wrong, or a weight: then a lower rate is no advice. */
  isSchedule: boolean;
}

/** Finds the step at which it went wrong. */
async function faultyStep(
  job: TrainingJob,
  start: Snapshot,
  place: FaultPlace,
): Promise<FaultyStep | undefined> {
  const found = await replay(job, start, place, place.sound ?? 0);
  // Sound weights, but not sound moments: the cause lies farther back.
  if (found && !isSound(found.before) && place.sound) return replay(job, start, place, 0);
  return found;
}

/** The cells of a step. */
async function partOf(
  { run, rows, plan, seed }: TrainingJob,
  start: Snapshot,
  { step }: FaultPlace,
): Promise<Int32Array> {
  await restore(run, start, seed);
  return epochSteps(run, rows.train, plan)[step]!.part;
}

/** Values beyond it are hardly those of log-normalised cells or of most counts. */
const outstanding = 1e4;

function written(
  cause: Cause,
  place: Pick<FaultPlace, 'step' | 'progress'>,
  cells: ExtremeCells,
): ExplainedFault {
  const extreme = cells.largest > outstanding ? ['Look at the cells with extreme values first.'] : [];
  return {
    what: `fit: ${cause.what} at ${placeText(place)}.${cause.detail ?? ''} ${cells.text}`,
    next: [...extreme, cause.next].filter((text) => text).join(' '),
    isSchedule: cause.isSchedule === true,
  };
}

/**
 * Looks for the cause of a fault: runs the epoch again up to the step at which it went wrong, and computes the gradient of each of
 * that step's terms by itself. The caller returns the run to a snapshot.
 *
 * @param start - The state before the epoch.
 */
export async function explainFault(
  job: TrainingJob,
  start: Snapshot,
  fault: NumberFault,
): Promise<ExplainedFault> {
  const { held } = fault.place;
  if (held) {
    const cells = extremeCells(job, held);
    return { what: `${fault.message} ${cells.text}`, next: ownTerm.loss, isSchedule: false };
  }
  try {
    const at = await faultyStep(job, start, fault.place);
    const cause = at && (await faultCause(job, at));
    if (cause) return written(cause, at, extremeCells(job, at.part));
  } catch {
    // A term that throws when it is called again, or an abort.
    job.signal?.throwIfAborted();
  }
  const { text } = extremeCells(job, await partOf(job, start, fault.place));
  const again =
    'When the epoch was run again to find the cause, all went well: something in it differs from run to run.';
  return { what: `${fault.message} ${text}`, next: again, isSchedule: false };
}
