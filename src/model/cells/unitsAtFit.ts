import { badValue } from '../../check/errors.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import { describeUnits } from '../../preprocess/describeUnits.js';
import type { Units } from '../../preprocess/units.js';
import { unitsText } from '../../preprocess/unitsText.js';
import { type InputKind, isLinear, type Scale, scaleOfKind } from '../map/inputScale.js';
import { asCounts } from './admitCells.js';

/** The units of the cells of a fit, and how the model brings them to its scale. */
export interface UnitsAtFit {
  units: Units;
  scale: Scale;
}

/** What a model expects of the cells of `fit`. */
export interface ExpectedUnits {
  /** How the model brings them to its scale; `'auto'`: that depends on what they are. */
  scale: Scale | 'auto';
  /** What the caller says about them. */
  input: 'auto' | InputKind;
  /** What the likelihood is made for; undefined if any. */
  meant: 'counts' | 'logarithms' | undefined;
}

const insist = "If they are meant as they are, make the model with input: 'asIs'.";

function refused(units: Units): never {
  throw badValue({
    argument: 'fit: x',
    expected: 'counts, since the likelihood of this model is defined for counts',
    received: unitsText(units),
    next: `Give raw counts, often layers.counts or raw. ${insist}`,
  });
}

/** For a model that chooses the scale by the values: what the choice was, unless it is as everybody expects. */
function remarkOnChoice(units: Units): string | undefined {
  const { kind, largest, cells, centred, skewed } = units;
  const text = unitsText(units);
  if (kind === 'counts' && largest === 1 && cells > 0) {
    return `x holds only 0 and 1, which are taken for counts. If they aren't, make the model with input: 'asIs'.`;
  }
  if (kind === 'correctedCounts' || kind === 'normalised') {
    return `x holds ${text}. They are brought to 10,000 per cell and log1p, as counts are. ${insist}`;
  }
  if (centred) {
    return `x holds ${text}, which are used unchanged. The defaults are made for counts or log-normalised values: give those, unscaled. ${insist}`;
  }
  if (!skewed) return undefined;
  return `x is taken for ${text}, but a few values are much larger than the others, as among corrected counts. If it holds counts, make the model with input: 'counts'; if not, with 'asIs'.`;
}

function remarkForCounts(units: Units): string | undefined {
  const { kind, sure } = units;
  if (kind === 'counts' || kind === 'scaled') return undefined;
  if (kind === 'correctedCounts') {
    return `x holds ${unitsText(units)}. The likelihood of this model is defined for counts; they are used unchanged.`;
  }
  if (sure) refused(units);
  return `x looks like ${unitsText(units)}, but the likelihood of this model is defined for counts. ${insist}`;
}

function remarkForLogarithms(units: Units): string | undefined {
  if (!isLinear(units.kind) || units.cells === 0) return undefined;
  return `x holds ${unitsText(units)}, but this model is made for log-normalised values. Give log1p(normalizeTotal(x)). ${insist}`;
}

function remark(units: Units, { scale, meant }: ExpectedUnits): string | undefined {
  if (scale === 'auto') return remarkOnChoice(units);
  if (meant === 'counts') return remarkForCounts(units);
  return meant === 'logarithms' ? remarkForLogarithms(units) : undefined;
}

function chosenScale({ kind }: Units, { scale, input }: ExpectedUnits): Scale {
  if (input === 'asIs' && scale === 'logCounts') return 'asIs';
  if (scale !== 'auto') return scale;
  if (input === 'auto') return scaleOfKind(kind);
  return input === 'counts' ? 'logCounts' : 'asIs';
}

/**
 * Decides how a model takes the cells of `fit`. Unless the caller has said what they are (`input`), warns of values that the
 * model isn't made for.
 *
 * @throws RangeError on values that no likelihood of counts fits, with the evidence.
 */
export function unitsAtFit(
  x: Matrix | CsrMatrix,
  recipe: ExpectedUnits,
  options: WarningOptions,
): UnitsAtFit {
  const described = describeUnits(x);
  const units = recipe.input === 'counts' ? asCounts(described) : described;
  const said = recipe.input === 'auto' ? remark(units, recipe) : undefined;
  if (said) warn(`fit: ${said}`, options);
  return { units, scale: chosenScale(units, recipe) };
}
