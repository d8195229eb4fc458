import { grouped } from '../check/grouped.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { asCounts } from '../model/cells/admitCells.js';
import { convertUnits } from '../model/cells/convertUnits.js';
import { outlierText } from '../model/cells/outlierText.js';
import { checkScale, isLinear, targetSum, toModelScale } from '../model/map/inputScale.js';
import { describeUnits } from '../preprocess/describeUnits.js';
import type { Units } from '../preprocess/units.js';
import { unitsText } from '../preprocess/unitsText.js';

/** How the command line prepared the cells of a model; the model's `preprocessing`. */
export type PreparedAtFit = {
  /** Whether it log-normalised them. */
  logNormalisedCounts?: boolean;
  /** Total of each cell over all genes of the file, before log1p, if all had the same. */
  targetSum?: number;
};

/** Expression on the scale of the model, and what was done. */
export interface Logarithms {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** Whether it was counts, which were log-normalised. */
  counts: boolean;
  preprocessing: PreparedAtFit;
  /** What the values were and what was done with them, for people. */
  said: string;
  /** A value that outweighs all others, for people. Of values that are used unchanged, `fit` says it. */
  remark?: string | undefined;
}

type Input = 'auto' | 'counts' | 'asIs';

const unchanged = (x: Matrix | CsrMatrix, said: string): Omit<Logarithms, 'preprocessing'> => ({
  x,
  counts: false,
  said: `${said}: used unchanged`,
});

/** For training: everything in proportion to counts is log-normalised. */
function forFit(
  file: string,
  x: Matrix | CsrMatrix,
  units: Units,
  genes: readonly string[] | undefined,
): Logarithms {
  const text = unitsText(units);
  if (isLinear(units.kind)) {
    checkScale(file, { x, scale: 'logCounts' });
    const said = `${text}: brought to 10,000 per cell and log1p`;
    const preprocessing = { logNormalisedCounts: true, targetSum };
    const remark = outlierText(file, x, units, genes);
    return { x: toModelScale({ x, scale: 'logCounts' }), counts: true, said, preprocessing, remark };
  }
  const { base, targetSum: total } = units;
  const known = base === Math.E && total !== undefined ? { targetSum: total } : {};
  const made = unchanged(x, text);
  const remark = units.centred
    ? ". The model is made for counts or log-normalised values, unscaled: name the layer that holds them (--layer counts, --layer raw). 'zbio inspect' lists the layers"
    : units.skewed
      ? '. A few values are much larger than the others, as among corrected counts; if it holds those, say --input counts'
      : '';
  return { ...made, said: `${made.said}${remark}`, preprocessing: { logNormalisedCounts: false, ...known } };
}

/** For a trained model: the same preparation as that of its cells. */
function forModel(x: Matrix | CsrMatrix, units: Units, fitted: PreparedAtFit): Logarithms {
  const text = unitsText(units);
  const { logNormalisedCounts = true, targetSum: total = logNormalisedCounts ? targetSum : undefined } =
    fitted;
  const asFitted = { ...units, kind: 'logarithms', base: Math.E } as const;
  const converted =
    total === undefined ? undefined : convertUnits(x, units, { ...asFitted, targetSum: total });
  if (!converted || units.kind === 'scaled') return { ...unchanged(x, text), preprocessing: fitted };
  if (units.kind === 'logarithms' && units.base === Math.E && units.targetSum === total) {
    return { ...unchanged(x, text), preprocessing: fitted };
  }
  const said = `${text}: brought to ${grouped(total!)} per cell and log1p, as the model's cells were`;
  return { x: converted, counts: isLinear(units.kind), said, preprocessing: fitted };
}

/**
 * Brings expression to the scale of a model: log-normalised, as the cells of its fit were.
 *
 * @param input - What the caller says about the values; `'asIs'`: they are used unchanged.
 * @param fitted - How the cells of the model were prepared; absent when fitting.
 * @param genes - Names of the genes, for messages.
 */
export function logarithmsOf(
  file: string,
  x: Matrix | CsrMatrix,
  input: Input,
  fitted?: PreparedAtFit,
  genes?: readonly string[],
): Logarithms {
  const described = describeUnits(x);
  const units = input === 'counts' ? asCounts(described) : described;
  if (input === 'asIs') {
    return { ...unchanged(x, unitsText(units)), preprocessing: fitted ?? { logNormalisedCounts: false } };
  }
  return fitted ? forModel(x, units, fitted) : forFit(file, x, units, genes);
}
