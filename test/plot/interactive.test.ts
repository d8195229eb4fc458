import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { createRng } from 'zbio/nn';
import { interactiveEmbedding } from 'zbio/plot';
import { colouringOf } from '../../src/plot/embedding/colouring.js';
import { dotPositions } from '../../src/plot/embedding/dots.js';
import { colourKey } from '../../src/plot/interactive/colourKey.js';
import { colourRows, dotRows } from '../../src/plot/interactive/dotRows.js';
import { mapFrame } from '../../src/plot/interactive/mapFrame.js';
import { mapSummary } from '../../src/plot/interactive/mapSummary.js';
import { openWebgl } from '../../src/plot/interactive/openWebgl.js';
import { partMaker } from '../../src/plot/interactive/pageParts.js';
import { cellsOf, dotsOf } from '../../src/plot/interactive/selection.js';
import { themes } from '../../src/plot/picture/themes.js';

// What needs WebGL is checked in a browser: npm run test:browser.

const cells = 50;
const map = {
  data: createRng(1).normals(new Float32Array(2 * cells)),
  shape: [cells, 2] as [number, number],
};
const batch = Array.from({ length: cells }, (_, i) => `batch ${i % 2}`);
const labels = Array.from({ length: cells }, (_, i) => (i === 0 ? null : ['T', 'B', 'NK'][i % 3]!));
const { document } = parseHTML('<html><body><div id="map"></div></body></html>');
const container = document.querySelector('#map')!;
const make = partMaker(document as never);

describe('interactiveEmbedding', () => {
  const open = (...given: unknown[]) =>
    interactiveEmbedding(...(given as Parameters<typeof interactiveEmbedding>));

  test('refuses what it cannot show, before it looks for a page', async () => {
    await expect(open('#map', map, { batch })).rejects.toThrow(
      "interactiveEmbedding: container: expected an element of a page, received '#map'",
    );
    const wide = { data: new Float32Array(3 * cells), shape: [cells, 3] };
    await expect(open(container, wide, { batch })).rejects.toThrow('Map it to two dimensions first');
    await expect(open(container, map, { batch: batch.slice(1) })).rejects.toThrow(
      'interactiveEmbedding: columns.batch: expected 50 entries',
    );
    await expect(open(container, map, { batch, labels: ['T'] })).rejects.toThrow('columns.labels');
    await expect(open(container, map, {})).rejects.toThrow('expected at least one column');
    await expect(open(container, map, { batch }, { colourBy: 'bacth' })).rejects.toThrow(
      "Did you mean 'batch'?",
    );
    await expect(open(container, map, { batch }, { heigth: 3 })).rejects.toThrow("Did you mean 'height'?");
  });

  test('outside a page, says what to call instead, and adds nothing to the element', async () => {
    const refused = open(container, map, { batch });
    await expect(refused).rejects.toMatchObject({ code: 'ZBIO_NO_PEER' });
    await expect(refused).rejects.toThrow('plotEmbedding(map, columns)');
    expect(container.childElementCount).toBe(0);
  });

  test('on a canvas without WebGL, says so', () => {
    const canvas = document.createElement('canvas') as never;
    expect(() => openWebgl('interactiveEmbedding', canvas)).toThrow('this browser lacks WebGL');
  });
});

describe('the dots of an interactive map', () => {
  const dots = dotRows(map);

  test('stand where the static picture has them, up upwards', () => {
    const pixels = dotPositions(map, 440);
    for (let cell = 0; cell < cells; cell++) {
      const [x, y] = dots.rows[dots.dotOf[cell]!]!;
      expect(x).toBeCloseTo(pixels[2 * cell]! / 220 - 1);
      expect(y).toBeCloseTo(1 - pixels[2 * cell + 1]! / 220);
    }
    const highest = map.data.reduce((top, y, i) => (i % 2 && y > map.data[top]! ? i : top), 1) >> 1;
    expect(dots.rows[dots.dotOf[highest]!]![1]).toBeCloseTo(424 / 440);
  });

  test('are in random order, and have the colours of their cells', () => {
    const codes = Int32Array.from({ length: cells }, (_, i) => i);
    colourRows(dots, codes);
    expect(dots.rows.map(([, , code]) => code)).toEqual([...dots.cellOf]);
    expect([...dots.cellOf]).not.toEqual([...codes]);
    expect([...dots.cellOf].sort((a, b) => a - b)).toEqual([...codes]);
  });

  test('are selected by cell, each once', () => {
    const chosen = dotsOf('select: cells', [30, 4, 30], dots);
    expect(chosen).toHaveLength(2);
    expect([...cellsOf(chosen, dots)]).toEqual([4, 30]);
    for (const wrong of [[1, cells], [-1], [0.5], [Number.NaN], ['a']]) {
      expect(() => dotsOf('select: cells', wrong as number[], dots)).toThrow(
        'expected indices of cells, 0 to 49',
      );
    }
    expect(() => dotsOf('select: cells', 3 as never, dots)).toThrow('received 3');
  });
});

describe('what stands around an interactive map', () => {
  const colouring = colouringOf('labels', labels, cells, 'dark');

  test('a legend with a button for each category, which names, counts and picks it', () => {
    const picked: number[] = [];
    const parts = colourKey({ name: 'cell type', colouring, theme: themes.dark }, make, (entry) =>
      picked.push(entry),
    );
    const [heading, ...buttons] = parts as unknown as (typeof container)[];
    expect(heading!.textContent).toBe('cell type');
    expect(buttons.map((button) => button.textContent)).toEqual(['B17', 'NK16', 'T16', '(missing)1']);
    expect(buttons.map((button) => button.getAttribute('title'))).toContain('Select NK');
    buttons[2]!.dispatchEvent(new (document.defaultView as typeof globalThis).Event('click'));
    expect(picked).toEqual([2]);
  });

  test('a summary in words, of categories and of numbers', () => {
    expect(mapSummary('cell type', colouring)).toBe(
      'Map of 50 cells by cell type: B 17, NK 16, T 16, (missing) 1.',
    );
    const depth = Float32Array.from({ length: cells }, (_, i) => (i ? i / 4 : Number.NaN));
    expect(mapSummary('depth', colouringOf('depth', depth, cells, 'light'))).toBe(
      'Map of 50 cells by depth: from 0.25 to 12.25, 1 missing.',
    );
  });

  test('controls and canvas that the keyboard and a screen reader reach', () => {
    const { figure } = mapFrame({ title: '<b>Cells</b>', theme: themes.light, height: 300 }, make);
    const root = figure as unknown as typeof container;
    expect(root.querySelector('b')).toBeNull();
    expect(root.querySelector('canvas')!.getAttribute('tabindex')).toBe('0');
    expect(root.querySelector('canvas')!.getAttribute('role')).toBe('img');
    expect(root.querySelector('select')!.getAttribute('aria-label')).toBe('Colour the cells by');
    expect([...root.querySelectorAll('button')].map((button) => button.textContent)).toEqual([
      'Move',
      'Lasso',
      'Show all',
      'Clear',
    ]);
    expect(root.querySelector('[role=status]')).not.toBeNull();
  });
});
