import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { conditionalBatchDependence } from '../../src/autoencoder/terms/conditionalBatchDependence.js';
import { contrastive } from '../../src/autoencoder/terms/contrastive.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import type { Categories } from '../../src/matrix/categories.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { Scidrl } from '../../src/systems/scidrl/Scidrl.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch, type } = syntheticCells({ cells: 60, genes: 8 });
const quick = { epochs: 2, batchSize: 30, compile: false } as const;
const barcodes = batch.map((_, cell) => `ACGT-${cell}`);

const coded = (names: readonly (string | null)[]): { categories: string[]; codes: Int32Array } => {
  const categories = [...new Set(names)].filter((name) => name !== null).sort();
  return {
    categories,
    codes: Int32Array.from(names, (name) => (name === null ? -1 : categories.indexOf(name))),
  };
};

async function refused(columns: unknown, message: RegExp, options: object = {}): Promise<void> {
  const before = tf.memory().numTensors;
  using model = new DisentangledAE();
  const trained = model.fit(x, columns as string[], { ...quick, ...options });
  await expect(trained).rejects.toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
}

describe('the batch', () => {
  test('may be a column of any kind, with the same result', async () => {
    const trained = async (columns: Categories | { batch: Categories }) => {
      using model = await new DisentangledAE().fit(x, columns, quick);
      return await model.transform(x);
    };
    const latents = await trained(batch);
    expect(await trained(coded(batch))).toEqual(latents);
    expect(await trained({ batch: coded(batch) })).toEqual(latents);
    expect(await trained({ values: batch, mask: new Uint8Array(60) })).toEqual(latents);
  });

  test('is refused if it is something else', async () => {
    await refused('batch', /fit: batch: .*received the text 'batch'\. Give .*labels\(adata\.obs, 'batch'\)/);
    await refused(null, /fit: batch: .*received null/);
    await refused(7, /fit: batch: .*received 7/);
    await refused({ batch: new Set(batch) }, /fit: batch: .*received an object/);
    await refused(
      { batch: { categories: ['a', 'b'], codes: batch.map(() => 2) } },
      /fit: batch: .*2 for entry 0/,
    );
  });

  test('must be there for every cell', async () => {
    const partial = batch.map((name, cell) => (cell % 20 === 3 ? null : name));
    await refused(partial, /fit: batch: .*none for cell 3 \(3 of 60 are missing\)/);
    await refused(coded(partial), /fit: batch: .*none for cell 3 \(3 of 60 are missing\)/);
  });

  test('is no name of the cell, unless the caller insists', async () => {
    await refused(barcodes, /fit: batch: .*60 batches of 60 cells: is this a batch\?.*manyCategories: true/);
    const onWarning = () => {};
    const options = { ...quick, onWarning, manyCategories: true };
    using model = await new DisentangledAE().fit(x, barcodes, options);
    expect(model.batches).toHaveLength(60);
    expect((await model.fit(x, barcodes, { ...options, resume: true, epochs: 3 })).history).toHaveLength(3);
    await refused(barcodes, /manyCategories: expected true or false/, { manyCategories: 'yes' });
  });

  test('of one cell is warned of', async () => {
    const warnings: string[] = [];
    const options = { ...quick, onWarning: (text: string) => warnings.push(text) };
    using _ = await new DisentangledAE().fit(x, ['late', ...batch.slice(1)], options);
    expect(warnings).toEqual([
      "fit: there is only one cell in batch 'late': the batch effect can't be learnt from it.",
    ]);
  });
});

describe('other columns', () => {
  test('a condition is no name of the cell either', async () => {
    using model = new ScDisInFact({ conditions: ['dose'] });
    await expect(model.fit(x, { batch, dose: barcodes }, quick)).rejects.toThrow(
      /fit: dose: .*60 categories of 'dose' for 60 cells/,
    );
  });

  test('a condition must be there for every cell', async () => {
    using model = new ScDisInFact({ conditions: ['dose'] });
    const dose = type.map((name, cell) => (cell === 5 ? undefined : name));
    await expect(model.fit(x, { batch, dose }, quick)).rejects.toThrow(/fit: dose: .*none for cell 5/);
  });

  test('after fit, a column is coded as at fit', async () => {
    using model = await new Scidrl().fit(x, { batch: coded(batch) }, { ...quick, epochs: 1 });
    const other = { categories: ['elsewhere'], codes: new Int32Array(60) };
    await expect(model.transform(x, { batch: other })).rejects.toThrow(/transform: batch: .*'elsewhere'/);
  });
});

describe('labels', () => {
  const partial = type.map((name, cell) => (cell % 3 === 0 ? null : name));
  const terms = () => [
    reconstruction(),
    conditionalBatchDependence({ within: 'labels' }),
    contrastive({ weight: 0.1 }),
  ];
  const trained = async (labels: Categories, compile = false) => {
    using model = await new DisentangledAE({ terms: terms() }).fit(x, batch, { ...quick, compile, labels });
    const { bio } = await model.transform(x, { compile: false });
    return { bio: [...bio.data], losses: model.history.map(({ total }) => total) };
  };

  test('may be missing in any form, with the same result', async () => {
    const { bio, losses } = await trained(partial);
    expect([...bio, ...losses].every(Number.isFinite)).toBe(true);
    for (const missing of [undefined, '', Number.NaN]) {
      const column = partial.map((name) => name ?? missing);
      expect((await trained(column as Categories)).bio).toEqual(bio);
    }
    expect((await trained(coded(partial))).bio).toEqual(bio);
    expect((await trained(type)).bio).not.toEqual(bio);
  });

  test('may be missing in a compiled step', async () => {
    const { losses } = await trained(partial);
    const compiled = await trained(partial, true);
    losses.forEach((loss, epoch) => {
      expect(compiled.losses[epoch]! / loss).toBeCloseTo(1, 3);
    });
  });

  test('a cell without a label differs from one with a label of its own', async () => {
    const { bio } = await trained(partial);
    expect((await trained(partial.map((name) => name ?? 'unknown'))).bio).not.toEqual(bio);
  });

  test('must be there for one cell, and are no measurement', async () => {
    await refused(batch, /fit: labels: .*at least one cell of x.*60 of 60/, {
      labels: batch.map(() => null),
    });
    const score = batch.map((_, cell) => cell / 7);
    await refused(batch, /fit: labels: .*60 categories of 'labels' for 60 cells/, { labels: score });
  });
});
