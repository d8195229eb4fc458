import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { report } from '../../src/evaluate/report.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { selectColumns } from '../../src/matrix/selectColumns.js';
import { toModelScale } from '../../src/model/map/inputScale.js';
import { engineOf } from '../../src/model/System.js';
import { encodeSystem } from '../../src/model/systemCells.js';
import { syntheticCounts } from '../helpers/cells.js';
import { csr } from '../preprocess/reference.js';

const { x, batch } = syntheticCounts({ cells: 100, genes: 12 });
const genes = Array.from({ length: 12 }, (_, i) => `GENE${i}`);
const quick = { epochs: 1, batchSize: 32, compile: false } as const;
const small = { latent: { bio: 3, nio: 2 }, encoder: { hidden: [8] }, decoder: { hidden: [8] } } as const;
const pick = (columns: number[]) => ({
  x: selectColumns(x, columns),
  genes: columns.map((column) => genes[column]!),
});

describe('fit', () => {
  test('repeated names are refused before training', async () => {
    using model = new DisentangledAE(small);
    const before = tf.memory().numTensors;
    const repeated = ['GENE1', ...genes.slice(1, 10), 'GENE9', 'GENE11'];
    await expect(model.fit(x, batch, { ...quick, genes: repeated })).rejects.toThrow(
      /fit: genes: expected a different name for every gene, received 2 names that occur several times: 'GENE1', 'GENE9'\. Make them unique: makeUnique\(genes\).*--make-unique/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('very many genes: a word about variable genes', async () => {
    const many = 20_001;
    const wide = { data: new Float32Array(4 * many).fill(1), shape: [4, many] as [number, number] };
    using model = new DisentangledAE({ ...small, encoder: { hidden: [2] }, decoder: { hidden: [2] } });
    const said: string[] = [];
    const onWarning = (message: string) => said.push(message);
    await model.fit(wide, ['a', 'a', 'b', 'b'], { epochs: 1, batchSize: 2, compile: false, onWarning });
    expect(said.join('\n')).toMatch(/x has 20001 genes.*highlyVariableGenes.*--genes/);
  });
});

describe('after fit', () => {
  const model = new DisentangledAE(small);
  beforeAll(async () => {
    await model.fit(x, batch, { ...quick, genes });
  });
  afterAll(() => model.dispose());
  const silent = { onWarning: () => {} };

  test.each([
    ['dense', (matrix: typeof x) => matrix],
    ['CSR', csr],
  ])('%s: genes in any order, among others, are matched by name', async (_, form) => {
    const columns = [5, 0, 1, 2, 3, 4, 11, 10, 9, 8, 7, 6];
    const moved = pick(columns);
    const wide = selectColumns(moved.x, [...columns.keys(), 0, 1]);
    const names = [...moved.genes, 'OTHER', 'OTHER'];
    const given = { genes: names, ...silent };
    const plain = { genes };
    expect(await model.transform(form(wide), given)).toEqual(await model.transform(form(x), plain));
    expect(await model.correct(form(wide), given)).toEqual(await model.correct(form(x), plain));
  });

  test('says that columns moved, and only then', async () => {
    const said: string[] = [];
    const onWarning = (message: string) => said.push(message);
    await model.transform(x, { genes, onWarning });
    expect(said).toEqual([]);
    const { x: moved, genes: names } = pick([1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await model.transform(moved, { genes: names, onWarning });
    expect(said).toEqual([
      "transform: x: 12 of its 12 genes were matched by name to the model's 12. Results per gene have the columns of model.genes.",
    ]);
    const wide = { x: selectColumns(x, [...genes.keys(), 0]), genes: [...genes, 'OTHER'] };
    await model.correct(wide.x, { genes: wide.genes, onWarning });
    expect(said[1]).toMatch(/12 of its 13 .*; 1 gene that the model doesn't have was left out\. Results/);
  });

  test('fewer than half of the genes: how many, which, the share, and the way on', async () => {
    const some = pick([0, 1, 2, 3, 4]);
    const before = tf.memory().numTensors;
    await expect(model.transform(some.x, { genes: some.genes })).rejects.toThrow(
      "transform: x: expected all of 12 genes, received cells without 7 of them (58 %): 'GENE5', 'GENE6', 'GENE7', 'GENE8', 'GENE9' and 2 more. To fill them all the same: leastMatched: 0 (command line: --fill-missing).",
    );
    await expect(report(model, some.x, { batch }, { genes: some.genes })).rejects.toThrow(
      /report: x: .*7 of them/,
    );
    await expect(
      model.extend(
        some.x,
        batch.map(() => 'new'),
        { genes: some.genes },
      ),
    ).rejects.toThrow(/extend: x: .*7 of them/);
    expect(tf.memory().numTensors).toBe(before);
    const told = await model.transform(some.x, { genes: some.genes, leastMatched: 0, ...silent });
    expect(told.bio.shape).toEqual([100, 3]);
  });

  test('missing genes are an error if asked for', async () => {
    const some = pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const options = { genes: some.genes, missingGenes: 'error' } as const;
    await expect(model.transform(some.x, options)).rejects.toThrow(/1 of them .*missingGenes: 'mean'/);
  });

  test.each([
    ['the means of fit', undefined],
    ['0', 'zero'],
  ] as const)('missing genes are filled with %s, and it says so', async (how, missingGenes) => {
    const columns = [3, 4, 0, 1, 2, 6, 7];
    const some = pick(columns);
    const { fitted } = engineOf(model as never).life;
    const scaled = toModelScale({
      x: { ...x, data: x.data.map((value, i) => (columns.includes(i % 12) ? value : 0)) },
      scale: fitted!.scale,
    });
    const all = toModelScale({ x, scale: fitted!.scale });
    const meanOf = (gene: number) =>
      all.data.reduce((sum, value, i) => sum + (i % 12 === gene ? value / 100 : 0), 0);
    const fill = genes.map((_, gene) => (columns.includes(gene) || missingGenes ? 0 : meanOf(gene)));
    const filled = { ...scaled, data: scaled.data.map((value, i) => value + fill[i % 12]!) } as Matrix;
    const expected = await encodeSystem(fitted!.assembly, { x: filled, scale: 'asIs', covariates: {} });
    for (const form of [some.x, csr(some.x)]) {
      for (const compile of [false, true]) {
        const said: string[] = [];
        const onWarning = (message: string) => said.push(message);
        const options = { genes: some.genes, onWarning, compile, ...(missingGenes ? { missingGenes } : {}) };
        const made = await model.transform(form, options);
        made.bio.data.forEach((value, i) => {
          expect(value).toBeCloseTo(expected['bio']!.data[i]!, 4);
        });
        expect(said[0]).toContain(
          `5 of the model's 12 genes (42 %) are missing and were filled with ${how}: 'GENE5', 'GENE8'`,
        );
        expect(said[0]).toMatch(/Fewer than 80 % of its genes are there: check the results\.$/);
      }
    }
  });

  test('with more than 80 % of the genes, nothing is called little', async () => {
    const some = pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const said: string[] = [];
    await model.transform(some.x, { genes: some.genes, onWarning: (message) => said.push(message) });
    expect(said[0]).toMatch(/2 of the model's 12 genes \(17 %\) .*'GENE10', 'GENE11'\.$/);
  });

  test('the means come back from a file', async () => {
    const some = pick([0, 1, 2, 3, 4, 5, 6]);
    const options = { genes: some.genes, ...silent };
    using again = await DisentangledAE.load(await model.save());
    expect(await again.transform(some.x, options)).toEqual(await model.transform(some.x, options));
  });

  test('none of the genes is there: never filled', async () => {
    const names = genes.map((_, i) => `X${i}`);
    await expect(model.transform(x, { genes: names, missingGenes: 'zero' })).rejects.toThrow(
      /without 12 of them \(100 %\)/,
    );
  });

  test('another case is recognised', async () => {
    const names = genes.map((name, i) => (i < 3 ? name : name.toLowerCase()));
    await expect(model.transform(x, { genes: names })).rejects.toThrow(
      /9 of them are there in another case: 'gene3' for 'GENE3'\. Rename them first\./,
    );
  });

  test('a version suffix of Ensembl is recognised', async () => {
    const ensembl = genes.map((_, i) => `ENSG000001672${i + 10}`);
    using other = await new DisentangledAE(small).fit(x, batch, { ...quick, genes: ensembl });
    const versioned = ensembl.map((name) => `${name}.12`);
    await expect(other.transform(x, { genes: versioned })).rejects.toThrow(
      /12 of them are there with another version suffix: 'ENSG00000167210\.12' for 'ENSG00000167210'/,
    );
  });

  test('a wanted name that occurs twice', async () => {
    const twice = selectColumns(x, [...genes.keys(), 0]);
    await expect(model.transform(twice, { genes: [...genes, 'GENE0'] })).rejects.toThrow(
      /'GENE0', which occurs several times.*makeUnique/,
    );
  });

  test('another number of genes without names', async () => {
    await expect(model.transform(pick([0, 1]).x)).rejects.toThrow(
      /expected 12 genes, as at fit, received 2\..*genes: adata\.varNames/,
    );
  });
});
