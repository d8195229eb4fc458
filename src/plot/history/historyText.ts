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

/** The epoch at which a total was lowest, if it has clearly risen since. */
function risenSince(totals: readonly { epoch: number; total: number }[]): number | undefined {
  if (totals.length < 5) return undefined;
  const values = totals.map(({ total }) => total);
  const lowest = totals.reduce((least, one) => (one.total < least.total ? one : least));
  const last = totals.at(-1)!;
  const clear = last.total - lowest.total > 0.1 * (Math.max(...values) - lowest.total);
  return clear && last.epoch - lowest.epoch > 2 ? lowest.epoch : undefined;
}

function weightNotes(rising: readonly Change[], falling: readonly Change[]): string[] {
  const notes = [
    ...(rising.length > 0
      ? [
          `It may rise although the fit goes well, because weights are warming up: ${named(rising)}. Judge the terms themselves.`,
        ]
      : []),
    ...(falling.length > 0 ? [`Weights that fall: ${named(falling)}.`] : []),
  ];
  return notes.length > 0 ? notes : ['The weights are constant, so it should fall and level out.'];
}

/** Explains in words what the total does: it may rise, although the fit goes well, while weights are warming up. */
export function historyNotes(history: readonly EpochRecord[]): string[] {
  const names = Object.keys(history.at(-1)!.weights);
  const changes = names.flatMap((name) => changeOf(name, history) ?? []);
  const rising = changes.filter(({ direction }) => direction === 'rises');
  const falling = changes.filter(({ direction }) => direction === 'falls');
  const from = Math.max(history[0]!.epoch, ...changes.map((change) => change.until));
  const risen = risenSince(history.filter(({ epoch }) => epoch >= from));
  const held = history.flatMap(({ epoch, validation }) =>
    validation ? [{ epoch, total: validation.total }] : [],
  );
  const heldRisen = risenSince(held.filter(({ epoch }) => epoch >= from));
  return [
    ['The total is the sum of weight × term.', ...weightNotes(rising, falling)].join(' '),
    [
      ...(risen === undefined ? [] : [`It has risen since epoch ${risen}, with constant weights.`]),
      ...(heldRisen === undefined
        ? []
        : [`On validation cells it was lowest at epoch ${heldRisen}; earlyStopping would keep that epoch.`]),
    ].join(' '),
  ].filter((note) => note !== '');
}
