import { expect, test } from 'vitest';
import type { CsrMatrix, Matrix } from '../../../src/matrix/matrix.js';
import { warnOfOddValues } from '../../../src/model/cells/warnOfOddValues.js';
import { describeUnits } from '../../../src/preprocess/describeUnits.js';
import { syntheticCounts } from '../../helpers/cells.js';

const { x } = syntheticCounts({ cells: 50, genes: 8 });

function sparse({ data, shape }: Matrix): CsrMatrix {
  const [cells, genes] = shape;
  const stored = [...data.keys()].filter((i) => data[i] !== 0);
  const before = (row: number) => stored.filter((i) => i < row * genes).length;
  return {
    data: Float32Array.from(stored, (i) => data[i]!),
    indices: Int32Array.from(stored, (i) => i % genes),
    indptr: Int32Array.from({ length: cells + 1 }, (_, row) => before(row)),
    shape,
  };
}

function warningsOf(matrix: Matrix | CsrMatrix, genes?: string[]): string[] {
  const warnings: string[] = [];
  warnOfOddValues(matrix, describeUnits(matrix), { genes, onWarning: (text) => warnings.push(text) });
  return warnings;
}

const changed = (values: Record<number, number>, shift = 0): Matrix => {
  const data = x.data.map((value) => value - shift);
  for (const [i, value] of Object.entries(values)) data[Number(i)] = value;
  return { data, shape: x.shape };
};

for (const [kind, form] of [
  ['dense', (matrix: Matrix) => matrix],
  ['sparse', sparse],
] as const) {
  test(`${kind}: ordinary cells, and counts of a gene that is a thousand times above the others, are fine`, () => {
    expect(warningsOf(form(x))).toEqual([]);
    expect(warningsOf(form(changed({ 20: 5000 })))).toEqual([]);
    expect(warningsOf(form(changed({}, 2)))).toEqual([]);
  });

  test(`${kind}: zeros only, equal cells`, () => {
    const zeros = { data: new Float32Array(24), shape: [6, 4] } as const;
    expect(warningsOf(form({ ...zeros, shape: [6, 4] }))).toEqual([
      'fit: x holds only zeros: there is nothing to learn.',
    ]);
    const equal = Float32Array.from({ length: 24 }, (_, i) => i % 4);
    expect(warningsOf(form({ data: equal, shape: [6, 4] }))).toEqual([
      'fit: all cells of x are equal: there is nothing to learn.',
    ]);
    equal[23] = 7;
    expect(warningsOf(form({ data: equal, shape: [6, 4] }))).toEqual([]);
  });

  test(`${kind}: a single value far beyond the others, of either sign`, () => {
    const genes = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    expect(warningsOf(form(changed({ [8 * 17 + 4]: 1e10 })), genes)[0]).toMatch(
      /^fit: x holds 1e\+10 in cell 17, gene 4 \('E'\), over a million times the median value\./,
    );
    expect(warningsOf(form(changed({ 12: -1e10, 30: 2e9 })))[0]).toMatch(
      /^fit: x holds -1e\+10 in cell 1, gene 4 \(and 1 more value like it\)/,
    );
  });
}
