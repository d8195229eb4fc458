import type { Units, UnitsKind } from '../../preprocess/units.js';
import { type FieldTest, isCount, isMissingOr, isRecordOf } from './headerFields.js';

const kinds: readonly UnitsKind[] = ['counts', 'correctedCounts', 'normalised', 'logarithms', 'scaled'];
const isNumber: FieldTest = (value) => Number.isFinite(value);
const isFlag: FieldTest = (value) => typeof value === 'boolean';

const tests: Readonly<Record<keyof Units, FieldTest>> = {
  kind: (value) => kinds.includes(value as UnitsKind),
  sure: isFlag,
  base: isMissingOr(isNumber),
  targetSum: isMissingOr(isNumber),
  centred: isMissingOr(isFlag),
  skewed: isMissingOr(isFlag),
  cells: isCount,
  values: isCount,
  smallest: isNumber,
  largest: isNumber,
  reached: isNumber,
  whole: isNumber,
  wholeCells: isCount,
  negativeCells: isCount,
  totals: (value) => Array.isArray(value) && value.length === 3 && value.every(isNumber),
};

/** Whether a value from a file is {@link Units}. */
export const isUnits: FieldTest = isRecordOf(tests);
