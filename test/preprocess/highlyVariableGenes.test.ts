import { describe, expect, it } from 'vitest';
import { copyRows } from '../../src/matrix/copyRows.js';
import type { CsrMatrix } from '../../src/matrix/matrix.js';
import { type HighlyVariableGenes, highlyVariableGenes } from '../../src/preprocess/highlyVariableGenes.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { expectClose, reference } from './reference.js';

const { genes } = reference;
const { batch, names } = genes;
const counts: CsrMatrix = {
  data: Float32Array.from(genes.counts.data),
  indices: Int32Array.from(genes.counts.indices),
  indptr: Int32Array.from(genes.counts.indptr),
  shape: genes.counts.shape,
};
const x = log1p(normalizeTotal(counts));

function expectLikeScanpy(found: HighlyVariableGenes, expected: typeof genes.alone): void {
  expectClose(found.means, expected.means, 1e-5);
  expectClose(found.dispersions, expected.dispersions, 1e-4);
  expectClose(found.normalizedDispersions, expected.dispersions_norm, 1e-4);
  expect(found.mask).toEqual(expected.mask);
  if (expected.nbatches) expect([...found.batches]).toEqual(expected.nbatches);
}

describe('highlyVariableGenes agrees with scanpy', () => {
  it('over all cells', () => expectLikeScanpy(highlyVariableGenes(x, { count: 100 }), genes.alone));

  it('when count exceeds the number of genes', () =>
    expectLikeScanpy(highlyVariableGenes(x), genes.alone_all));

  it('per batch, merged', () =>
    expectLikeScanpy(highlyVariableGenes(x, { batch, count: 100, names }), genes.batched));

  it('per batch, including genes that differ only by name', () =>
    expectLikeScanpy(highlyVariableGenes(x, { batch, count: 397, names }), genes.batched_most));
});

describe('highlyVariableGenes', () => {
  it('returns the same for a dense matrix', () => {
    const all = copyRows(x, Array.from(Array(90).keys()));
    const [fromDense, fromCsr] = [all, x].map((matrix) => highlyVariableGenes(matrix, { batch, count: 50 }));
    expect(fromDense!.mask).toEqual(fromCsr!.mask);
    expectClose(fromDense!.dispersions, [...fromCsr!.dispersions], 1e-9);
  });

  it('lists the chosen genes in ascending order', () => {
    const { indices, mask } = highlyVariableGenes(x, { count: 10 });
    expect([...indices]).toEqual(mask.flatMap((chosen, gene) => (chosen ? [gene] : [])));
    expect(indices).toHaveLength(10);
  });

  it('accepts numbers as batches and does not depend on their names', () => {
    const codes = batch.map((name) => 'cab'.indexOf(name));
    expect(highlyVariableGenes(x, { batch: codes, count: 80 }).mask).toEqual(
      highlyVariableGenes(x, { batch, count: 80 }).mask,
    );
  });

  it('refuses raw counts, scaled values and labels of the wrong length', () => {
    const raw = { ...counts, data: counts.data.map((value) => value * 50) };
    expect(() => highlyVariableGenes(raw)).toThrow('Give log1p(normalizeTotal(counts)).');
    const scaled = { ...x, data: x.data.map((value) => value - 6) };
    expect(() => highlyVariableGenes(scaled)).toThrow(/expected values of at least 0, received -.* in cell/);
    expect(() => highlyVariableGenes(x, { batch: ['a'] })).toThrow('expected 90 entries, one per cell');
    expect(() => highlyVariableGenes(x, { names: ['a'] })).toThrow('expected 400 entries, one per gene');
    expect(() => highlyVariableGenes(x, { top: 5 } as object)).toThrow("unknown option 'top'");
  });
});
