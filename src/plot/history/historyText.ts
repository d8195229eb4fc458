import { listed } from '../../check/quoted.js';
import type { EpochRecord } from '../../train/epochRecord.js';

/** A weight that changes, and the epoch at which it stops. */
interface Change {
  name: string;
  direction: 'rises' | 'falls';
  until: number;
}

function changeOf(name: string, history: readonly EpochRecord[]): Change | undefined {
  const weights = history.map((record) => record.weights[name] ?? 0);
  const last = weights.at(-1)!;
  // Weights of one epoch are those of its last step, so that the first already differs from where they began.
  const since = weights.findLastIndex((weight) => Math.abs(weight - last) > 1e-9 * Math.abs(last || 1));
  if (since < 0) return undefined;
  return { name, direction: weights[since]! < last ? 'rises' : 'falls', until: history[since + 1]!.epoch };
}

const named = (changes: readonly Change[]): string => {
  const until = Math.max(...changes.map((change) => change.until));
  return `${listed(changes.map(({ name }) => name))}, until epoch ${until}`;
};

/** The epoch at which something was lowest, if it has clearly risen since. */
function risenSince(points: readonly { epoch: number; value: number }[]): number | undefined {
  if (points.length < 5) return undefined;
  const lowest = points.reduce((least, one) => (one.value < least.value ? one : least));
  const last = points.at(-1)!;
  const range = Math.max(...points.map(({ value }) => value)) - lowest.value;
  const clear = last.value - lowest.value > 0.1 * range;
  return clear && last.epoch - lowest.epoch > 2 ? lowest.epoch : undefined;
}

function weightNote(rising: readonly Change[], falling: readonly Change[]): string {
  const notes = [
    'The total is the sum of weight × term.',
    ...(rising.length > 0
      ? [`It may rise although the fit goes well, because weights are warming up: ${named(rising)}.`]
      : []),
    ...(falling.length > 0 ? [`Weights that fall: ${named(falling)}.`] : []),
    ...(rising.length + falling.length === 0 ? ['The weights are constant.'] : []),
  ];
  return notes.join(' ');
}

/** What the error of the validation cells says, which no weight and no scale of a term changes. */
function errorNote(history: readonly EpochRecord[]): string {
  const errors = history.flatMap(({ epoch, validation }) =>
    validation ? [{ epoch, value: validation.error }] : [],
  );
  if (errors.length === 0)
    return 'An error that is comparable over all epochs needs validation cells: fit with validation: 0.1.';
  const comparable = 'The error of the validation cells is comparable over all epochs';
  const since = risenSince(errors);
  return since === undefined
    ? `${comparable}: judge by it.`
    : `${comparable}; it was lowest at epoch ${since}: earlyStopping would keep that epoch.`;
}

/** Explains in words what the total does: it may rise, although the fit goes well, while weights are warming up. */
export function historyNotes(history: readonly EpochRecord[]): string[] {
  const names = Object.keys(history.at(-1)!.weights);
  const changes = names.flatMap((name) => changeOf(name, history) ?? []);
  const rising = changes.filter(({ direction }) => direction === 'rises');
  const falling = changes.filter(({ direction }) => direction === 'falls');
  const from = Math.max(history[0]!.epoch, ...changes.map((change) => change.until));
  const settled = history.filter(({ epoch }) => epoch >= from);
  const risen = risenSince(settled.map(({ epoch, total }) => ({ epoch, value: total })));
  const scale =
    'a term that is divided by its own running residual, as the default reconstruction, can do that';
  return [
    weightNote(rising, falling),
    [
      ...(risen === undefined ? [] : [`It has risen since epoch ${risen} with constant weights; ${scale}.`]),
      errorNote(history),
    ].join(' '),
  ];
}
