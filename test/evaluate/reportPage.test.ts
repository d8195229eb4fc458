import * as tf from '@tensorflow/tfjs';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE, report } from 'zbio';
import { type ModelReport, reportLatents } from 'zbio/evaluate';
import { version } from '../../src/platform/version.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch: plain, type } = syntheticCells({ cells: 160, genes: 30 });
const script = '<script>alert(1)</script>';
const image = '"><img src=https://example.org/x onerror=alert(1)>';
const batch = plain.map((name) => (name === plain[0] ? script : name));
const labels = type.map((name) => (name === type[0] ? image : name));

const fitted = async (seed: number): Promise<DisentangledAE> =>
  new DisentangledAE({ seed, latent: { bio: 3, nio: 2 } }).fit(x, batch, { epochs: 2, validation: 0.1 });

let model: DisentangledAE;
let found: ModelReport;
let page = '';
const shares: number[] = [];

beforeAll(async () => {
  model = await fitted(1);
  found = await report(model, x, { batch, labels });
  const before = tf.memory().numTensors;
  page = await found.html({ title: `On ${script}`, onProgress: (done, all) => shares.push(done / all) });
  expect(tf.memory().numTensors).toBe(before);
});

describe('the page', () => {
  test('loads nothing, runs nothing and says so to the browser', () => {
    const { document } = parseHTML(page);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!;
    expect(policy.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    expect(document.querySelectorAll('script, link, iframe, object, img, base, form')).toHaveLength(0);
    const loaded = [...document.querySelectorAll('*')].flatMap((element) =>
      ['src', 'href', 'xlink:href', 'data', 'srcset', 'poster'].flatMap(
        (name) => element.getAttribute(name) ?? [],
      ),
    );
    expect(loaded.filter((address) => !/^(#|data:image\/png)/.test(address))).toEqual([]);
    expect(page).not.toMatch(/@import|url\(/);
    const handlers = [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].filter(({ name }) => name.startsWith('on')),
    );
    expect(handlers).toEqual([]);
  });

  test('shows names as they are, whatever they are', () => {
    const { document } = parseHTML(page);
    expect(document.querySelector('h1')!.textContent).toBe(`On ${script}`);
    const cells = [...document.querySelectorAll('#cells th')].map(({ textContent }) => textContent);
    expect(cells).toEqual(expect.arrayContaining([script, image]));
    expect(page).not.toContain(script);
    expect(page).not.toContain('<img');
  });

  test('holds figures, and the numbers of the report', () => {
    const { document } = parseHTML(page);
    const figures = [...document.querySelectorAll('figure')].map(({ id }) => id);
    expect(figures).toEqual(['figure-maps', 'figure-metrics', 'figure-leakage', 'figure-history']);
    expect(page.match(/M[\d.]+ [\d.]+h\.01/g)).toHaveLength(6 * 160);
    const score = (name: string) =>
      [...document.querySelectorAll('#metrics tbody tr')].find(
        ({ children: [first] }) => first!.textContent === name,
      )!.children[2]!.textContent;
    expect(score('total')).toBe(found.integration.total!.toFixed(3));
    expect(score('kBET')).toBe(found.integration.kBet.toFixed(3));
    expect(document.querySelector('#leakage')!.textContent).toContain(
      found.leakage.batchFromBio.knn.balanced.toFixed(2),
    );
  });

  test('says what the model is, how it was made, and on what', () => {
    const { document } = parseHTML(page);
    const facts = Object.fromEntries(
      [...document.querySelectorAll('#model tr, #environment tr')].map(({ children: [name, value] }) => [
        String(name!.textContent),
        String(value?.textContent),
      ]),
    );
    expect(facts).toMatchObject({
      ...{ class: 'DisentangledAE', seed: '1', 'latent.bio': '3', 'dimensions of nio': '2', genes: '30' },
      ...{ epochs: '2', 'epochs done': '2', validation: '0.1', zbio: version, backend: tf.getBackend() },
      ...{ Node: process.versions.node, 'TensorFlow.js': tf.version_core, 'seed of the report': '0' },
    });
    expect(document.querySelector('#model')!.textContent).toContain(`Fingerprint: ${found.fingerprint}.`);
  });

  test('tells how far it is', () => {
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeGreaterThan(100);
  });
});

describe('the fingerprint of a model', () => {
  const fingerprintOf = async (one: DisentangledAE) =>
    (await report(one, x, { batch }, { maxCells: 90 })).fingerprint;

  test('is the same after save and load, and for an equal fit; it is another one for other weights', async () => {
    expect(found.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    using loaded = await DisentangledAE.load(await model.save());
    using again = await fitted(1);
    using other = await fitted(2);
    expect(await fingerprintOf(loaded)).toBe(found.fingerprint);
    expect(await fingerprintOf(again)).toBe(found.fingerprint);
    expect(await fingerprintOf(other)).not.toBe(found.fingerprint);
  });
});

describe('the figures', () => {
  test('are pictures, in either theme', async () => {
    const { maps, metrics, leakage, history } = await found.figures({ theme: 'dark' });
    for (const { svg } of [maps, metrics, leakage, history!]) expect(svg).toContain('#14171c');
    expect(parseHTML(maps.svg).document.querySelectorAll('circle').length).toBeGreaterThanOrEqual(6 * 160);
  });

  test('latents without their model have no history, no map of before and no fingerprint', async () => {
    const { bio } = await model.transform(x);
    const latents = await reportLatents({ bio }, { batch: plain });
    expect(latents).not.toHaveProperty('fingerprint');
    const { document } = parseHTML(await latents.html());
    const figures = [...document.querySelectorAll('figure')].map(({ id }) => id);
    expect(figures).toEqual(['figure-maps', 'figure-metrics', 'figure-leakage']);
    expect(document.querySelector('#figure-maps')!.textContent).not.toContain('before');
    expect(document.querySelector('#model')!.textContent).toContain('not the model');
  });
});

test('unknown options are refused, an abort rejects with its reason, and a copy holds the plain values', async () => {
  const fresh = await reportLatents({ bio: await latentsOf() }, { batch: plain });
  await expect(fresh.html({ titel: '' } as never)).rejects.toThrow("Did you mean 'title'");
  await expect(fresh.figures({ theme: 'blue' as never })).rejects.toThrow("'light', 'dark'");
  const controller = new AbortController();
  const reason = new Error('enough');
  const onProgress = () => controller.abort(reason);
  await expect(fresh.html({ signal: controller.signal, onProgress })).rejects.toBe(reason);
  const { leakage, integration, text } = fresh;
  expect(structuredClone(fresh)).toEqual({ leakage, integration, text });
  expect(await fresh.html()).toContain('<figure id="figure-maps">');
});

const latentsOf = async () => (await model.transform(x)).bio;
