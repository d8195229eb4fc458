import { largestLogarithm } from '../../preprocess/describeUnits.js';
import type { Units } from '../../preprocess/units.js';
import { isLinear, type Scale } from '../map/inputScale.js';

/** Whether two totals differ by more than rounding. */
const apart = (a: number, b: number): boolean => Math.abs(a - b) > 0.01 * Math.max(a, b);

function signsDiffer(given: Units, fitted: Units): boolean {
  if (fitted.negativeCells === 0) return given.negativeCells > 0 && given.sure;
  return fitted.negativeCells === fitted.cells && given.negativeCells === 0 && given.sure;
}

function linearForLogarithms(given: Units, fitted: Units): boolean {
  if (given.largest > Math.max(largestLogarithm, fitted.largest)) return true;
  return given.kind === 'counts'
    ? given.sure && fitted.wholeCells === 0
    : given.sure && given.largest < fitted.reached;
}

function logarithmsForLinear(given: Units, fitted: Units): boolean {
  return given.sure && (fitted.whole === 1 || given.largest < fitted.reached);
}

function logarithmsDiffer(given: Units, fitted: Units): boolean {
  if (given.base === undefined || fitted.base === undefined) return false;
  if (apart(given.base, fitted.base)) return true;
  if (given.targetSum === undefined || fitted.targetSum === undefined) return false;
  return apart(given.targetSum, fitted.targetSum);
}

/** Counts for normalised values, or the reverse. They are one to a model that normalises. */
function normalisationDiffers(given: Units, fitted: Units, scale: Scale): boolean {
  if (scale === 'logCounts' || !given.sure) return false;
  if (fitted.kind === 'counts') return given.kind === 'normalised';
  return fitted.kind === 'normalised' && given.kind === 'counts' && fitted.wholeCells === 0;
}

/**
 * Whether cells clearly have other units than those of `fit`.
 *
 * A selection of fit's own cells never does, however few or shallow: besides clear evidence, each rule requires what none of
 * fit's cells shows, such as whole values where every cell had others, or a largest value that every cell exceeded.
 *
 * @param scale - That of the model.
 */
export function unitsDiffer(given: Units, fitted: Units, scale: Scale): boolean {
  if (given.cells === 0 || fitted.cells === 0) return false;
  if (given.negativeCells > 0 || fitted.negativeCells > 0) return signsDiffer(given, fitted);
  const [linear, linearFit] = [isLinear(given.kind), isLinear(fitted.kind)];
  if (linear && linearFit) return normalisationDiffers(given, fitted, scale);
  if (linear) return linearForLogarithms(given, fitted);
  return linearFit ? logarithmsForLinear(given, fitted) : logarithmsDiffer(given, fitted);
}
