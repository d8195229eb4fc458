import { badValue } from '../../check/errors.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { pickRows } from '../../matrix/pickRows.js';
import { spreadRows } from '../../matrix/spreadRows.js';
import { type WarningOptions, warnOnce } from '../../platform/warnings.js';
import { describeUnits } from '../../preprocess/describeUnits.js';
import type { Units } from '../../preprocess/units.js';
import { unitsText } from '../../preprocess/unitsText.js';
import { type InputKind, isLinear, type Scale } from '../map/inputScale.js';
import { convertUnits } from './convertUnits.js';
import { unitsDiffer } from './unitsDiffer.js';

/** What new cells are compared with. */
export interface FittedUnits {
  /** Units of the cells of `fit`; absent in a file that doesn't hold them. */
  units?: Units;
  /** How the model brings cells to its scale. */
  scale: Scale;
}

/** How cells are admitted. */
interface AdmitOptions extends WarningOptions {
  /** Whether the call has no option `input`. */
  fixed: boolean;
}

/** Cells whose units are looked at: in a large file, all of them would take longer than encoding them. */
const examined = 5000;

/** Evenly spread cells, if there are many. x was checked before. */
function someCells(x: Matrix | CsrMatrix): Matrix | CsrMatrix {
  const [cells] = x.shape;
  return cells <= examined ? x : pickRows(x, spreadRows(cells, examined));
}

/** Units of cells that the caller calls counts, whatever they look like. */
export function asCounts(units: Units): Units {
  const { base: _, targetSum: __, skewed: ___, ...figures } = units;
  return isLinear(units.kind) ? units : { ...figures, kind: 'correctedCounts', sure: true };
}

const logarithmsOf = ({ base, targetSum }: Units): string => {
  const name = base === 2 || base === 10 ? `log${base}(1 + x)` : 'log1p';
  return `${targetSum} per cell and ${name}`;
};

function adviceFor(given: Units, fitted: Units): string {
  if (fitted.kind === 'logarithms' && isLinear(given.kind)) {
    return 'Prepare them as the cells of fit were: normalise over all genes, take the logarithm, then select the genes.';
  }
  if (isLinear(fitted.kind) && given.kind === 'logarithms') {
    return "Give the counts: a logarithm can't be undone exactly without each cell's total.";
  }
  return 'Prepare them as the cells of fit were.';
}

/** Cells that aren't counts for sure are accepted by a model of counts, but not silently. */
function sayDoubt(argument: string, given: Units, fitted: Units, options: WarningOptions): void {
  if (fitted.whole < 1 || given.whole === 1 || given.kind === 'normalised') return;
  warnOnce(`${argument}: fit had ${unitsText(fitted)}; these look like ${unitsText(given)}.`, options);
}

/**
 * Compares the units of cells with those of `fit`. Cells in other units are converted where that is exact, with a warning.
 *
 * @param input - What the caller says about x: `'auto'` nothing, `'counts'` that it holds counts, `'asIs'` that it has the units
 * of `fit`, so that nothing is compared.
 * @returns x itself, unless it was converted.
 * @throws RangeError on other units, with the evidence on both sides.
 */
export function admitCells(
  argument: string,
  x: Matrix | CsrMatrix,
  input: 'auto' | InputKind,
  { units: fitted, scale }: FittedUnits,
  { fixed, ...options }: AdmitOptions,
): Matrix | CsrMatrix {
  if (!fitted || input === 'asIs') return x;
  const described = describeUnits(someCells(x));
  const given = input === 'counts' ? asCounts(described) : described;
  if (!unitsDiffer(given, fitted, scale)) {
    sayDoubt(argument, given, fitted, options);
    return x;
  }
  const [received, expected] = [unitsText(given), `${unitsText(fitted)}, as at fit`];
  const converted = convertUnits(x, given, fitted);
  if (!converted) {
    const insist = fixed ? '' : " If they are right as they are: input: 'asIs' (command line: --input asIs).";
    const next = `${adviceFor(given, fitted)}${insist}`;
    throw badValue({ argument, expected, received, next });
  }
  const done = `They were brought to ${logarithmsOf(fitted)}; results are in these units.`;
  warnOnce(`${argument}: expected ${expected}, received ${received}. ${done}`, options);
  return converted;
}
