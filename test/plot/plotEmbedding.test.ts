import { describe, expect, test } from 'vitest';
import { createRng } from 'zbio/nn';
import { plotEmbedding } from 'zbio/plot';
import { drawnShare, structureOf } from './structure.js';

const cells = 60;
const data = createRng(1).normals(new Float32Array(2 * cells));
const before = { data, shape: [cells, 2] as [number, number] };
const after = { data: data.map((value) => 2 * value), shape: before.shape };
const batch = Array.from({ length: cells }, (_, i) => `batch ${i % 2}`);
const labels = Array.from({ length: cells }, (_, i) => ['T', 'B', 'NK'][i % 3]!);
const dose = Float32Array.from({ length: cells }, (_, i) => (i === 3 ? Number.NaN : i / 7));

describe('plotEmbedding', () => {
  test('draws a panel per map and column, with a legend per column', async () => {
    const { texts, count, values } = structureOf(await plotEmbedding({ before, after }, { batch, labels }));
    expect(count('[aria-label="dot"] circle')).toBe(4 * cells + 2 + 3);
    expect(new Set(values('[aria-label="dot"] circle', 'fill')).size).toBe(3);
    for (const text of [
      'before, by batch',
      'after, by batch',
      'before, by cell type',
      'batch 1',
      'NK',
      'dimension 1',
    ]) {
      expect(texts).toContain(text);
    }
    expect(texts[0]).toBe('Map of cells: are the batches mixed, and the cell types apart?');
    expect(texts.join(' ')).toContain('Colours of batch should mix');
  });

  test('colours numbers by a scale with a bar, and missing ones grey', async () => {
    const { texts, count, values } = structureOf(await plotEmbedding(before, { dose }));
    expect(count('[aria-label="rect"] rect')).toBe(64);
    expect(texts).toEqual(expect.arrayContaining(['by dose', 'dose', '(missing)', '4', '8']));
    expect(values('[aria-label="dot"] circle', 'fill').filter((fill) => fill === '#b4b4b4')).toHaveLength(1);
  });

  test('takes whole numbers of few values for categories, and says which cells have none', async () => {
    const columns = {
      lane: Int32Array.from({ length: cells }, (_, i) => i % 4),
      some: labels.map((one, i) => (i ? one : null)),
    };
    const { texts } = structureOf(await plotEmbedding(before, columns));
    expect(texts).toEqual(expect.arrayContaining(['0', '1', '2', '3', '(missing)']));
  });

  test('with more categories than colours, the smaller ones are grey and counted', async () => {
    const donor = Array.from({ length: cells }, (_, i) => `donor ${i % 30}`);
    const { texts } = structureOf(await plotEmbedding(before, { donor }));
    expect(texts).toContain('9 smaller ones');
    const shown = texts.filter((text) => /^donor \d/.test(text));
    expect(shown).toHaveLength(21);
    expect(shown.indexOf('donor 2')).toBeLessThan(shown.indexOf('donor 10'));
  });

  test('puts the dots where the cells are, above the y axis upwards', async () => {
    const corners = [
      [0, 0],
      [1, 1],
      [1, 1.01],
      [0.99, 1],
      [0.01, 0],
    ];
    const picture = await plotEmbedding(corners, { batch: ['a', 'a', 'a', 'a', 'a'] });
    expect(await drawnShare(picture, [0.06, 0.8, 0.12, 0.93])).toBeGreaterThan(0.005);
    expect(await drawnShare(picture, [0.2, 0.4, 0.6, 0.6])).toBe(0);
  });

  test('above 20,000 dots, they are an image at the same places', async () => {
    const many = 20_001;
    const points = { data: new Float32Array(2 * many), shape: [many, 2] as [number, number] };
    for (let i = 0; i < many; i++) points.data.set([i % 100, 2 * (i % 100)], 2 * i);
    const half = Uint8Array.from({ length: many }, (_, i) => Number(i % 100 > 50));
    const picture = await plotEmbedding(points, { half });
    const { count } = structureOf(picture);
    expect(count('image')).toBe(1);
    expect(count('[aria-label="dot"] circle')).toBe(2);
    expect(await drawnShare(picture, [0.06, 0.8, 0.12, 0.93])).toBeGreaterThan(0.005);
    expect(await drawnShare(picture, [0.1, 0.2, 0.3, 0.4])).toBe(0);
  });

  test('refuses maps and columns that do not fit, and says what to do', async () => {
    const wide = { data: new Float32Array(30), shape: [3, 10] as [number, number] };
    await expect(plotEmbedding(wide, { batch })).rejects.toThrow(
      'expected cells x 2 positions, received 3 x 10. Map it to two dimensions first: await umap(embedding).',
    );
    await expect(plotEmbedding(before, { batch: ['a'] })).rejects.toThrow(
      'columns.batch: expected 60 entries',
    );
    await expect(plotEmbedding({ before, after: [[1, 2]] }, { batch })).rejects.toThrow(
      'maps.after: expected 60 cells',
    );
    await expect(plotEmbedding(before, batch as never)).rejects.toThrow('Give it a name: { batch }.');
    await expect(plotEmbedding(before, {})).rejects.toThrow('at least one column');
    await expect(plotEmbedding({}, { batch })).rejects.toThrow('at least one map');
    await expect(plotEmbedding(before, { batch }, { axes: ['x'] as never })).rejects.toThrow('two names');
  });
});
