import { describe, expect, test } from 'vitest';
import type { LeakageReport, Probe } from 'zbio/metrics';
import { plotLeakage } from 'zbio/plot';
import { structureOf } from './structure.js';

const probe = (balanced: number): Probe => {
  const score = { balanced, interval: [0.2, 0.3] as [number, number] };
  return { linear: score, knn: { ...score, within: [0.22, 0.4] }, chance: 0.25, majority: 0.3 };
};
const dependence = { hsicBioBatch: { value: 0, chance: 0 }, mmdBatches: { value: 0, chance: 0 } };
const report: LeakageReport = {
  ...{
    batchFromBio: probe(0.26),
    typeFromBio: probe(0.9),
    batchFromNio: probe(0.95),
    typeFromNio: probe(0.27),
  },
  ...{ dependence, cells: 300, sampled: false },
};

describe('plotLeakage', () => {
  test('has two scores, two ranges of chance and a wish per row, and the verdict', async () => {
    const { texts, count } = structureOf(await plotLeakage(report));
    expect(count('[aria-label="dot"] path')).toBe(8);
    expect(count('[aria-label="rect"] rect')).toBe(8);
    expect(texts.filter((text) => text.startsWith('should be'))).toHaveLength(4);
    expect(texts).toEqual(
      expect.arrayContaining(['batch from z_bio', 'cell type from z_nio', '0.95', '0.26']),
    );
    expect(texts.join(' ')).toContain('batch is at chance in z_bio; cell type is not lost.');
    expect(texts.join(' ')).toContain('balanced accuracy');
  });

  test('leaves out what the report has not', async () => {
    const { batchFromBio, cells, sampled } = report;
    const { texts } = structureOf(await plotLeakage({ batchFromBio, dependence, cells, sampled }));
    expect(texts).toContain('batch from z_bio');
    expect(texts.join()).not.toContain('z_nio');
  });

  test('refuses something else', async () => {
    await expect(plotLeakage({} as never)).rejects.toThrow('plotLeakage: report.batchFromBio');
  });
});
