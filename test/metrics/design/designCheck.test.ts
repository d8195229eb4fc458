import { describe, expect, it } from 'vitest';
import { type DesignCheckOptions, designCheck } from '../../../src/metrics/design/designCheck.js';

/** Cells from rows of [number of cells, batch, condition, type]. */
function cellsOf(rows: [number, string, string, string][]) {
  const all = rows.flatMap(([count, ...names]) => Array.from({ length: count }, () => names));
  return {
    batch: all.map(([batch]) => batch),
    condition: all.map(([, condition]) => condition),
    labels: all.map(([, , type]) => type),
  };
}

const crossed = cellsOf([
  [60, 'a', 'control', 'B'],
  [70, 'a', 'treated', 'T'],
  [80, 'a', 'control', 'T'],
  [90, 'b', 'control', 'B'],
  [50, 'b', 'treated', 'T'],
  [40, 'b', 'treated', 'B'],
]);

const text = (options: DesignCheckOptions) =>
  designCheck(options).findings.map(({ level, message }) => `${level}: ${message}`);

describe('designCheck', () => {
  it('counts cells and finds nothing in a crossed design', () => {
    const { counts, findings, identifiable } = designCheck(crossed);
    expect(findings).toEqual([]);
    expect(identifiable).toBe(true);
    expect(counts.batch).toEqual({ a: 210, b: 180 });
    expect(counts.conditionByBatch).toEqual({
      rows: ['control', 'treated'],
      columns: ['a', 'b'],
      counts: [
        [140, 90],
        [70, 90],
      ],
    });
    expect(counts.labelByBatch?.counts).toEqual([
      [60, 130],
      [150, 50],
    ]);
    expect(counts.labelByCondition?.counts).toEqual([
      [150, 40],
      [80, 120],
    ]);
  });

  it('leaves out the tables of columns that were not given', () => {
    expect(designCheck({ batch: crossed.batch }).counts).toEqual({ batch: { a: 210, b: 180 } });
    expect(designCheck({ batch: crossed.batch, labels: crossed.labels }).counts).not.toHaveProperty(
      'labelByCondition',
    );
  });

  it('reports that batch and condition are the same thing if they are', () => {
    const { batch } = crossed;
    const condition = batch.map((name) => (name === 'a' ? 'treated' : 'control'));
    const { findings, identifiable } = designCheck({ batch, condition });
    expect(identifiable).toBe(false);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.level).toBe('problem');
    expect(findings[0]!.message).toContain('Batch and condition are the same thing');
  });

  it('finds conditions whose batches are not connected, even if batches and conditions differ in number', () => {
    const batch = ['a', 'b', 'c', 'd'].flatMap((name) => Array.from({ length: 60 }, () => name));
    const condition = batch.map((name) => (name < 'c' ? 'control' : 'treated'));
    const { findings, identifiable } = designCheck({ batch, condition });
    expect(identifiable).toBe(false);
    expect(findings.map(({ level }) => level)).toEqual(['problem']);
    expect(findings[0]!.message).toContain('share no batch');
    // One batch with both conditions connects them.
    condition[0] = 'treated';
    expect(designCheck({ batch, condition })).toMatchObject({ findings: [], identifiable: true });
  });

  it('names a condition and a type that occur in one batch only', () => {
    const options = cellsOf([
      [60, 'a', 'control', 'B'],
      [60, 'a', 'treated', 'T'],
      [60, 'b', 'control', 'B'],
      [60, 'b', 'control', 'T'],
      [60, 'b', 'control', 'NK'],
    ]);
    expect(designCheck(options).identifiable).toBe(false);
    const found = text(options);
    expect(found[0]).toMatch(/^problem: Condition 'treated' is in batch 'a' only.*not identifiable/);
    expect(found[1]).toMatch(/^warning: Cell type 'NK' is in batch 'b' only.*not identifiable/);
    expect(found[2]).toMatch(/^note: Cells of type 'B', 'NK' are from condition 'control' only/);
    expect(found).toHaveLength(3);
  });

  it('finds types that never share a batch', () => {
    const batch = crossed.batch;
    const labels = batch.map((name) => `type of ${name}`);
    const [first, ...rest] = text({ batch, labels });
    expect(first).toMatch(/^problem: Every cell type is in one batch only/);
    expect(rest).toEqual([]);
    expect(designCheck({ batch, labels }).identifiable).toBe(false);
  });

  it('warns of tiny batches and rare types, without calling them not identifiable', () => {
    const options = cellsOf([
      [200, 'a', 'control', 'B'],
      [49, 'b', 'control', 'B'],
      [50, 'c', 'control', 'B'],
      [5, 'a', 'control', 'T'],
      [4, 'c', 'control', 'T'],
    ]);
    const { labels, batch } = options;
    const [tiny, rare, ...rest] = text({ batch, labels });
    expect(tiny).toMatch(/^warning: Fewer than 50 cells in batch 'b' \(49\)/);
    expect(rare).toMatch(/^note: Fewer than 10 cells of type 'T'/);
    expect(rest).toEqual([]);
    expect(designCheck({ batch, labels }).identifiable).toBe(true);
    expect(text(options)).toContain(
      "note: All cells are from one condition, 'control': there is nothing to compare.",
    );
  });

  it('reports that a single batch has no batch effect', () => {
    const { labels } = crossed;
    const found = text({ batch: labels.map(() => 1), labels });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^problem: All cells are from one batch, '1'/);
  });

  it('asks whether a column of barcodes is a batch', () => {
    const batch = Array.from({ length: 60 }, (_, cell) => `ACGT-${cell}`);
    const { findings } = designCheck({ batch });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      level: 'problem',
      message: '60 batches of 60 cells: is this a batch? (1.0 cells each, on average)',
    });
  });

  it('shortens long lists of names', () => {
    const labels = crossed.batch.map((name, i) => (name === 'a' ? `t${i % 8}` : 'both'));
    labels[0] = 'both';
    const [alone] = text({ batch: crossed.batch, labels }).filter((line) => line.startsWith('warning'));
    expect(alone).toContain("'t0', 't1', 't2', 't3', 't4' and 3 more");
  });

  it('explains errors in its arguments', () => {
    expect(() => designCheck({ batch: [] })).toThrow('designCheck: batch: expected at least one cell');
    expect(() => designCheck({ batch: ['a', 'b'], labels: ['T'] })).toThrow(
      /designCheck: labels: expected 2/,
    );
    expect(() => designCheck({ batch: ['a', ''] })).toThrow(/none for cell 1/);
    expect(() => designCheck({ batch: ['a'], label: ['T'] } as never)).toThrow(/Did you mean 'labels'/);
  });
});
