import { beforeAll, describe, expect, it } from 'vitest';
import type { AnnData } from '../../src/io/anndata.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { subsetCells, subsetGenes } from '../../src/io/subset.js';
import { entries, fixture, mapValues, rows } from './fixtures.js';

let adata: AnnData;
beforeAll(async () => {
  adata = await readH5ad(fixture('full'));
});

describe('subsetCells', () => {
  it('selects from every part', () => {
    const some = subsetCells(adata, [3, 0]);
    expect(some.obsNames).toEqual(['cell3', 'cell-é']);
    expect(rows(some.x)).toEqual([rows(adata.x)[3], rows(adata.x)[0]]);
    expect(mapValues(some.obs, entries)).toEqual(
      mapValues(adata.obs, (values) => [entries(values)[3], entries(values)[0]]),
    );
    expect(mapValues(some.obsm, rows)).toEqual(mapValues(adata.obsm, (m) => [rows(m)[3], rows(m)[0]]));
    expect(mapValues(some.layers, rows)).toEqual(mapValues(adata.layers, (m) => [rows(m)[3], rows(m)[0]]));
    expect(some.varNames).toBe(adata.varNames);
  });

  it('accepts names and masks', () => {
    const byNumber = subsetCells(adata, Int32Array.of(1, 4));
    expect(subsetCells(adata, ['cell1', 'cell4'])).toEqual(byNumber);
    expect(subsetCells(adata, [false, true, false, false, true])).toEqual(byNumber);
    expect(subsetCells(adata, []).x.shape).toEqual([0, 4]);
  });
});

describe('subsetGenes', () => {
  it('selects from every part', () => {
    const some = subsetGenes(adata, ['LYZ', 'CD3E']);
    const pick = (row: number[]) => [row[3], row[0]];
    expect(rows(some.x)).toEqual(rows(adata.x).map(pick));
    expect(mapValues(some.layers, rows)).toEqual(mapValues(adata.layers, (m) => rows(m).map(pick)));
    expect(some.var['highly_variable']).toEqual([true, true]);
    expect(some.varNames).toEqual(['LYZ', 'CD3E']);
    expect(some.obs).toBe(adata.obs);
  });
});

describe('a selection', () => {
  it('names an entry that does not occur', () => {
    expect(() => subsetGenes(adata, ['LYS'])).toThrow(
      "received 'LYS', which does not occur. Did you mean 'LYZ'?",
    );
    expect(() => subsetGenes(adata, [4])).toThrow('expected whole numbers below 4, received 4');
    expect(() => subsetCells(adata, [true])).toThrow('expected a mask of 5 entries, received 1');
    const twice = { ...adata, varNames: ['A', 'B', 'A', 'C'] };
    expect(() => subsetGenes(twice, ['A'])).toThrow(
      "'A', which occurs several times. Select by number instead.",
    );
    expect(subsetGenes(twice, ['B']).varNames).toEqual(['B']);
  });

  it('says how many genes are missing, and how they are written instead', () => {
    const names = adata.varNames.map((name) => name.toLowerCase());
    expect(() => subsetGenes(adata, names)).toThrow(
      /cells without 4 of them \(100 %\).* 4 of them are there in another case: '\w+' for '\w+'\. Rename them first/,
    );
    expect(() => subsetGenes(adata, ['X', 'Y', adata.varNames[0]!])).toThrow(
      /received cells without 2 of them \(67 %\): 'X', 'Y'\. A model fills them itself/,
    );
  });
});
