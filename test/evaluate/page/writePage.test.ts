import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { ZbioError } from '../../../src/check/errors.js';
import type { PageContent, PageMeasures } from '../../../src/evaluate/page/pageContent.js';
import { writePage } from '../../../src/evaluate/page/writePage.js';
import { encodeLabels } from '../../../src/matrix/labels.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { designCheck } from '../../../src/metrics/design/designCheck.js';
import type { Probe } from '../../../src/metrics/leakage/probe.js';
import { notInstalled } from '../../../src/platform/absentPeer.js';

const probe = (balanced: number): Probe => {
  const score = { balanced, interval: [0.4, 0.5] as [number, number] };
  return { linear: score, knn: { ...score, within: [0.42, 0.55] }, chance: 0.5, majority: 0.6 };
};
const none = { value: 0, chance: 0 };

/** Cells in two batches and `types` cell types, on a map in which all lie apart. */
function contentOf(cells: number, types = 3, parts: Partial<PageContent> = {}): PageContent {
  const named = (of: string, count: number) => Array.from({ length: cells }, (_, i) => `${of} ${i % count}`);
  const batch = parts.batch ?? encodeLabels('batch', named('batch', 2));
  const labels = parts.labels ?? encodeLabels('labels', named('type', types));
  return {
    leakage: {
      ...{
        batchFromBio: probe(0.45),
        typeFromBio: probe(0.9),
        batchFromNio: probe(1),
        typeFromNio: probe(0.4),
      },
      ...{ dependence: { hsicBioBatch: none, mmdBatches: none }, cells, sampled: false },
    },
    integration: {
      ...{ bras: 0.8125, iLisi: 0.5, kBet: 0.5, graphConnectivity: 1, batchCorrection: 0.7031 },
      ...{ kmeansNmi: 0.6, kmeansAri: 0.6, isolatedLabels: 0.6, silhouetteLabel: 0.6, cLisi: Number.NaN },
      ...{ bioConservation: 0.6, total: 0.6412 },
    },
    advice: {},
    design: designCheck({ batch, labels }).findings,
    batch,
    labels,
    bio: mapOf(cells),
    given: cells,
    seed: 7,
    ...parts,
  };
}

const mapOf = (cells: number): Matrix => ({
  data: Float32Array.from({ length: 2 * cells }, (_, i) => Math.sin(i * i) * 10),
  shape: [cells, 2],
});
const measuresOf = (cells: number, parts: Partial<PageMeasures> = {}): PageMeasures => ({
  maps: { before: mapOf(cells), z_bio: mapOf(cells), z_nio: mapOf(cells) },
  rows: Int32Array.from({ length: cells }, (_, i) => i),
  ...parts,
});
const pageOf = async (content: PageContent, measures: PageMeasures) => {
  const html = await writePage(content, measures, { title: 'Cells' });
  return { html, document: parseHTML(html).document };
};
type Page = ReturnType<typeof parseHTML>['document'];
const texts = (document: Page, selector: string): string[] =>
  [...document.querySelectorAll(selector)].map((one) => String(one.textContent));

test('the verdict comes first; a fit without faults has nothing to change', async () => {
  const { document } = await pageOf(contentOf(600), measuresOf(600));
  expect(texts(document, 'h2').slice(0, 3)).toEqual(['Did it work?', 'What to try next', 'Figures']);
  expect(texts(document, '.answer')).toEqual(['Yes: each latent holds what it should.']);
  expect(texts(document, '.findings li').map((text) => text.split(' ')[0])).toEqual(['as', 'as', 'as', 'as']);
  expect(texts(document, '#next li')[0]).toBe('Nothing has to change.');
});

test('every fault is marked, and leads to what may help', async () => {
  const content = contentOf(600, 3);
  const faulty = { ...content.leakage, batchFromBio: probe(0.9), typeFromNio: probe(0.54) };
  const before = { ...content.integration, bioConservation: 0.75 };
  const { document } = await pageOf(
    { ...content, leakage: faulty, advice: { nioDetached: true } },
    measuresOf(600, { before }),
  );
  expect(texts(document, '.answer')[0]).toBe('Not yet: 1 of 4 checks finds a fault.');
  expect(texts(document, '.bad')).toEqual([
    'a fault z_bio carries batch: balanced accuracy 0.90, chance up to 0.50.',
  ]);
  expect(texts(document, '.slight')).toHaveLength(1);
  const next = texts(document, '#next li');
  expect(next[0]).toMatch(/^z_bio carries batch: try a larger weight on batchDependence/);
  expect(next.join(' ')).toContain('Bio conservation is 0.15 lower than before');
  expect(next.join(' ')).toContain('Batches are hardly better mixed than before');
});

test('a design that no model can repair is named, and so are few cells and missing cell types', async () => {
  const apart = contentOf(120, 2);
  const named = await pageOf(apart, measuresOf(120));
  const next = texts(named.document, '#next li').join(' ');
  expect(next).toContain('Every cell type is in one batch only');
  expect(next).toContain('These are 120 cells');
  const { labels: _, ...unlabelled } = contentOf(120);
  const { document } = await pageOf(unlabelled, measuresOf(120));
  expect(texts(document, '.answer')[0]).toMatch(/without cell types/);
  expect(texts(document, '#next li').join(' ')).toContain('Give cell types');
});

test('the tables hold the numbers, with what each one measures', async () => {
  const content = contentOf(600);
  const before = { ...content.integration, batchCorrection: 0.1234 };
  const { document } = await pageOf(content, measuresOf(600, { before }));
  const rows = [...document.querySelectorAll('#metrics tbody tr')].map((row) =>
    [...row.children].map((cell) => String(cell.textContent)),
  );
  expect(rows.map(([name]) => name)).toContain('cLISI');
  expect(rows).toContainEqual([
    ...['batch correction', '0.123', '0.703'],
    'mean of the defined scores from BRAS on',
  ]);
  expect(rows.find(([name]) => name === 'cLISI')!.slice(1, 3)).toEqual(['undefined', 'undefined']);
  const leakage = texts(document, '#leakage tbody tr');
  expect(leakage[0]).toBe('batch from z_biochance0.450.40–0.500.450.40–0.500.42–0.550.500.60');
  expect(texts(document, '#environment tr').join()).toMatch(/seed of the report7/);
  expect(texts(document, '#model p')[0]).toContain('not the model');
});

test('5,000 cells of 21 types take less than 2 MB; dots follow the colours of the page', async () => {
  const { html, document } = await pageOf(contentOf(5000, 21), measuresOf(5000));
  expect(html.length).toBeLessThan(2e6);
  const strokes = [...document.querySelectorAll('#figure-maps svg svg path')].map((path) =>
    path.getAttribute('stroke'),
  );
  expect(strokes.length).toBeGreaterThan(300);
  expect(new Set(strokes.map((colour) => /^var\(--c\d+\)$/.test(colour!)))).toEqual(new Set([true]));
  const dots = html.match(/M[\d.]+ [\d.]+h\.01/g)!;
  expect(dots).toHaveLength(6 * 5000);
  const style = texts(document, 'style')[0]!;
  expect(style).toMatch(/prefers-color-scheme:dark\)\{:root\{--background:#14171c/);
  expect(style).toContain('@media print');
});

test('where a package is missing, a sentence stands in the place of its figure', async () => {
  const maps = notInstalled('umap', 'umap-js') as ZbioError;
  const { document } = await pageOf(contentOf(600), measuresOf(600, { maps }));
  expect(document.querySelector('#figure-maps')).toBeNull();
  expect(document.querySelectorAll('#figures figure')).toHaveLength(2);
  expect(texts(document, '#figures p')).toEqual([
    "The figure 'maps': left out. umap: needs the package umap-js, which isn't installed. Run: npm install umap-js",
  ]);
});

test('gives no verdict on batches that hold no type in common', async () => {
  const batch = encodeLabels(
    'batch',
    Array.from({ length: 200 }, (_, i) => `batch ${i % 2}`),
  );
  const labels = encodeLabels(
    'labels',
    Array.from({ length: 200 }, (_, i) => `type ${i % 2}`),
  );
  const { document } = await pageOf(contentOf(200, 2, { batch, labels }), measuresOf(200));
  expect(texts(document, '.answer')[0]).toMatch(/^No score can tell: /);
});
