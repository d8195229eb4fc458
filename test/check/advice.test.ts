import { afterAll, beforeAll, expect, test } from 'vitest';
import { DisentangledAE, Drvi, report } from 'zbio';
import { sweep } from 'zbio/evaluate';
import { useBackend } from 'zbio/train';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 120, genes: 8 });
const genes = Array.from({ length: 8 }, (_, i) => `G${i}`);
const quick = { epochs: 1, compile: false, onWarning: () => undefined } as const;
const ofError = async (call: () => Promise<unknown>): Promise<string> =>
  call().then(
    () => '',
    (error: Error) => error.message,
  );
let named: DisentangledAE;
let unnamed: DisentangledAE;

beforeAll(async () => {
  await useBackend('wasm');
  named = await new DisentangledAE({ preset: 'plain' }).fit(x, batch, { ...quick, genes });
  unnamed = await new DisentangledAE({ preset: 'plain' }).fit(x, batch, quick);
});
afterAll(() => {
  named.dispose();
  unnamed.dispose();
});

test('fit advises no option that only other calls have', async () => {
  const fewer = { ...quick, resume: true, epochs: 2, genes: genes.map((name, i) => (i ? name : 'other')) };
  const message = await ofError(() => named.fit(x, batch, fewer));
  expect(message).toMatch(/^fit: x, when resuming: expected all of 8 genes/);
  expect(message).not.toContain('missingGenes');
  const refused = { genes: fewer.genes, missingGenes: 'error' } as const;
  expect(await ofError(() => named.transform(x, refused))).toContain("missingGenes: 'mean'");

  const counts = syntheticCounts({ cells: 120, genes: 8 }).x;
  const units = await ofError(() => named.fit(counts, batch, { ...quick, resume: true, epochs: 2, genes }));
  expect(units).toMatch(/^fit: x, when resuming: expected .*as at fit/);
  expect(units).not.toContain('input:');
});

test('names of genes are advised only to a model that knows names', async () => {
  const few = syntheticCells({ cells: 20, genes: 7 }).x;
  expect(await ofError(() => named.transform(few))).toContain('select the genes of model.genes');
  expect(await ofError(() => unnamed.transform(few))).not.toContain('model.genes');
});

test('sweep names the option where it has it', async () => {
  const names = Array.from({ length: 120 }, (_, i) => `cell ${i}`);
  const model = () => ({ preset: 'plain' }) as const;
  const message = await ofError(() => sweep({ x, batch: names, labels: batch, model }, [1]));
  expect(message).toContain('insist with fit: { manyCategories: true }');
});

test('a report advises terms and options only to the class that has them', async () => {
  const terms = /batchDependence|alignBatches|batchClassifier|detached/;
  const { x, batch } = syntheticCounts({ cells: 120, genes: 8 });
  using drvi = await new Drvi({ latent: 4 }).fit(x, { batch }, quick);
  // What predicts the batch best can't be free of it.
  const { text } = await report(drvi, x, { batch, labels: batch });
  expect(text).not.toMatch(terms);
});
