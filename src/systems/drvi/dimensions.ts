import type { Matrix } from '../../matrix/matrix.js';

/** A latent dimension that stays below this in both directions is taken for unused. */
const VANISHED = 0.5;

/** What a latent dimension of {@link Drvi} does in some cells. */
export interface DrviDimension {
  /** `'DR 1'`, the dimension of the largest effect, `'DR 2'`, …. */
  title: string;
  /** Which column of z. */
  column: number;
  /** What it does to the reconstruction, summed over cells and genes; see {@link Drvi.interpret}. */
  effect: number;
  /** Least z of a cell. */
  min: number;
  /** Largest z of a cell. */
  max: number;
  /** Mean z of the cells. */
  mean: number;
  /** Standard deviation. */
  std: number;
  /** No |z| reaches 0.5: the model has no use for the dimension. */
  vanished: boolean;
  /** No z reaches 0.5. */
  vanishedPositive: boolean;
  /** No z reaches -0.5. */
  vanishedNegative: boolean;
}

type Moments = Pick<DrviDimension, 'min' | 'max' | 'mean' | 'std'>;

function momentsOf({ data, shape: [cells, dims] }: Matrix, column: number): Moments {
  const values = Float64Array.from({ length: cells }, (_, i) => data[i * dims + column]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / cells;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cells;
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return { min, max, mean, std: Math.sqrt(variance) };
}

/**
 * What each dimension does, that of the largest effect first.
 *
 * @param z - [cells, dims]
 * @param effects - One per dimension.
 */
export function describeDimensions(z: Matrix, effects: ArrayLike<number>): DrviDimension[] {
  const columns = Array.from(effects, (effect, column) => ({ column, effect, ...momentsOf(z, column) }));
  const ordered = columns.sort((a, b) => b.effect - a.effect);
  return ordered.map((one, i) => {
    const [vanishedPositive, vanishedNegative] = [one.max < VANISHED, one.min > -VANISHED];
    const vanished = vanishedPositive && vanishedNegative;
    return { title: `DR ${i + 1}`, ...one, vanished, vanishedPositive, vanishedNegative };
  });
}
