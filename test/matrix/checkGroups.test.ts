import { describe, expect, test } from 'vitest';
import { checkGroups, doubtGroups } from '../../src/matrix/checkGroups.js';
import { encodeLabels, type Labels } from '../../src/matrix/labels.js';
import { normal } from '../../src/random/normal.js';
import { createRng } from '../../src/random/rng.js';

const drawn = (cells: number, draw: (normal: number) => string | number): Labels => {
  const rng = createRng(1);
  return encodeLabels(
    'batch',
    Array.from({ length: cells }, () => draw(normal(() => rng.next()))),
  );
};

/** Groups of the given sizes, named by numbers: the names that are doubted most. */
const sized = (sizes: readonly number[]): Labels => ({
  categories: sizes.map((_, code) => String(code)),
  codes: Int32Array.from(sizes.flatMap((size, code) => Array<number>(size).fill(code))),
});

const evenly = (groups: number, cells: number): Labels => sized(Array<number>(groups).fill(cells));

const genes = (z: number) => Math.round(Math.exp(7.4 + 0.4 * z));
const counts = (z: number) => Math.round(Math.exp(8.5 + 0.6 * z));
const percent = (z: number) => Math.round(100 * Math.exp(1.5 + 0.5 * z)) / 100;

describe('columns that are none of categories', () => {
  test.each([60, 300, 1556, 3000, 10_000, 50_000])(
    'genes, counts, per cent and names of %d cells',
    (cells) => {
      expect(doubtGroups(drawn(cells, genes)), 'genes').toBeDefined();
      expect(doubtGroups(drawn(cells, counts)), 'counts').toBeDefined();
      expect(doubtGroups(drawn(cells, percent)), 'per cent').toBeDefined();
      let cell = 0;
      expect(doubtGroups(drawn(cells, () => `ACGT-${cell++}`)), 'names').toBeDefined();
    },
  );

  test('770 categories of 1,556 cells', () => {
    const labels = sized([...Array<number>(754).fill(2), ...Array<number>(16).fill(3)]);
    const check = (insist: boolean) => checkGroups('fit: batch', labels, { name: 'batch', insist });
    expect(() => check(false)).toThrow(
      'fit: batch: expected groups of cells, received 770 batches of 1,556 cells: is this a batch? (2.0 cells each, on average).' +
        ' Give the column that names the groups; if this is it, insist with manyCategories: true.',
    );
    expect(() => check(true)).not.toThrow();
  });

  test('another column is named', () => {
    expect(() => checkGroups('fit: dose', evenly(30, 2), { name: 'dose', insist: false })).toThrow(
      "30 categories of 'dose' for 60 cells: is this a column of categories?",
    );
  });
});

describe('columns of categories', () => {
  test.each<[string, Labels]>([
    ['982 donors with 100 cells', evenly(982, 100)],
    ['982 donors in a sample of 10,000 cells', evenly(982, 10)],
    ['300 plates of 96 wells', evenly(300, 96)],
    ['88 embryos, two of them with one cell', sized([1, 1, ...Array<number>(86).fill(17)])],
    ['one large batch and twenty small ones', sized([5000, ...Array<number>(20).fill(2)])],
    ['ages in years', evenly(70, 20)],
    ['two cells in two batches', evenly(2, 1)],
    ['five doses that are not whole', encodeLabels('dose', [0.1, 0.5, 1, 5, 10, 0.1, 0.5, 1, 5, 10])],
  ])('%s', (_, labels) => expect(doubtGroups(labels)).toBeUndefined());
});
