import { columnMoments } from '../../../src/matrix/columnMoments.js';
import { copyRows } from '../../../src/matrix/copyRows.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import type { HeldOut } from './heldOut.js';

type Profile = ArrayLike<number>;

const profile = (x: Matrix): Float64Array => Float64Array.from(columnMoments(x).mean);

/** R² of the mean expression over the genes that differ. */
function rSquared(predicted: Profile, { x, target, differing }: HeldOut): number {
  const real = profile(copyRows(x, target));
  const mean = differing.reduce((sum, gene) => sum + real[gene]!, 0) / differing.length;
  const squares = (of: (gene: number) => number): number =>
    differing.reduce((sum, gene) => sum + of(gene) ** 2, 0);
  return 1 - squares((gene) => predicted[gene]! - real[gene]!) / squares((gene) => real[gene]! - mean);
}

/** The score of predicted cells. */
export const score = (predicted: Matrix, set: HeldOut): number => rSquared(profile(predicted), set);

/** The score of predicting no change. */
export const unchanged = (set: HeldOut): number => score(copyRows(set.x, set.source.known), set);

/** The score of the type's controls plus the mean change by stimulation in all other types together. */
export function shifted(set: HeldOut): number {
  const { x, attributes, train, source, name } = set;
  const others = (condition: string): Float64Array => {
    const chosen = train.filter(
      (row) => attributes.cell_type[row] !== name && attributes.condition[row] === condition,
    );
    return profile(copyRows(x, chosen));
  };
  const [before, after] = [others('ctrl'), others('stim')];
  const own = profile(copyRows(x, source.known));
  return rSquared(
    own.map((value, gene) => value + after[gene]! - before[gene]!),
    set,
  );
}
