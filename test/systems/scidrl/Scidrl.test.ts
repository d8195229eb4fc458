import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { Scidrl } from '../../../src/systems/scidrl/Scidrl.js';
import { syntheticCells } from '../../helpers/cells.js';
import { relativeDistance } from '../../helpers/gradient.js';

const { x, batch, type } = syntheticCells({ cells: 200, genes: 30 });
const [cells, genes] = x.shape;
const small = { hidden: 24, bio: 6, seed: 1 };
const plan = { epochs: 120, batchSize: 50, compile: false } as const;

/** Smallest and largest value of a cell. */
function boundsOf(data: Float32Array, cell: number): [low: number, high: number] {
  const own = data.subarray(cell * genes, (cell + 1) * genes);
  return [Math.min(...own), Math.max(...own)];
}

/** Share of the variance of some columns that lies between groups. */
function shareBetween({ data, shape: [rows, columns] }: Matrix, groups: string[]): number {
  const meanOf = (members: number[], column: number): number =>
    members.reduce((sum, row) => sum + data[row * columns + column]!, 0) / members.length;
  const all = Array.from({ length: rows }, (_, row) => row);
  const members = [...new Set(groups)].map((group) => all.filter((row) => groups[row] === group));
  let [between, total] = [0, 0];
  for (let column = 0; column < columns; column++) {
    const mean = meanOf(all, column);
    for (const rows of members) between += rows.length * (meanOf(rows, column) - mean) ** 2;
    for (const row of all) total += (data[row * columns + column]! - mean) ** 2;
  }
  return between / total;
}

describe('Scidrl', () => {
  const model = new Scidrl(small);
  beforeAll(() => model.fit(x, { batch }, plan));
  afterAll(() => model.dispose());

  test('z_noise holds the batch, z_bio the type', async () => {
    const { bio, noise } = await model.transform(x);
    expect([bio.shape, noise.shape]).toEqual([
      [cells, 6],
      [cells, 2],
    ]);
    expect(shareBetween(noise, batch)).toBeGreaterThan(3 * shareBetween(bio, batch));
    expect(shareBetween(bio, type)).toBeGreaterThan(2 * shareBetween(noise, type));
  });

  test('every term is in the history, and reconstruction falls', () => {
    const [first, last] = [model.history[0]!, model.history.at(-1)!];
    expect(Object.keys(first.terms)).toEqual(['reconstruction', 'discriminator', 'classifier']);
    expect(last.terms['reconstruction']).toBeLessThan(first.terms['reconstruction']!);
    expect(first.noise).toBe(0.5);
  });

  test('corrected cells keep their range and lose most of the batch', async () => {
    const corrected = await model.correct(x);
    const { data, shape } = corrected;
    expect(shape).toEqual(x.shape);
    for (let cell = 0; cell < cells; cell++) {
      const [[low, high], [least, most]] = [boundsOf(x.data, cell), boundsOf(data, cell)];
      expect(least).toBeGreaterThanOrEqual(low);
      expect(most).toBeLessThanOrEqual(high);
    }
    expect(shareBetween(corrected, batch)).toBeLessThan(0.5 * shareBetween(x, batch));
  });

  test('corrected cells may stay in [0, 1], and be decoded as published', async () => {
    const own = await model.correct(x);
    const unit = await model.correct(x, { range: 'unit' });
    const [low, high] = boundsOf(x.data, 7);
    const back = unit.data.subarray(7 * genes, 8 * genes).map((value) => low + value * (high - low));
    expect(relativeDistance(back, own.data.subarray(7 * genes, 8 * genes))).toBeLessThan(1e-6);
    const published = await model.correct(x, { range: 'unit', publishedBatchNorm: true });
    expect(relativeDistance(published.data, unit.data)).toBeGreaterThan(0.01);
  });

  test('a file brings it back', async () => {
    using again = await Scidrl.load(await model.save());
    expect(await again.transform(x)).toEqual(await model.transform(x));
    expect(await again.correct(x)).toEqual(await model.correct(x));
  });

  test('a compiled step learns what tfjs learns', async () => {
    const terms = async (compile: boolean): Promise<number[]> => {
      const onWarning = (message: string) => expect.fail(message);
      const plan = { epochs: 2, batchSize: 50, compile, onWarning };
      using fitted = await new Scidrl(small).fit(x, { batch }, plan);
      return fitted.history.flatMap(({ terms }) => Object.values(terms));
    };
    expect(relativeDistance(await terms(true), await terms(false))).toBeLessThan(1e-4);
  });
});

describe('what Scidrl refuses', () => {
  test('cells of one batch', async () => {
    const before = tf.memory().numTensors;
    const one = Array<string>(cells).fill('a');
    await expect(new Scidrl().fit(x, { batch: one }, plan)).rejects.toThrow(
      'fit: batch: expected at least two batches, received 1. Give fit { batch: … }, one entry per cell.',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each<[object, RegExp]>([
    [{ nose: 2 }, /unknown option 'nose'.*Did you mean 'noise'/],
    [{ bio: 0 }, /Scidrl: bio: expected a whole number >= 1/],
    [{ dropout: 1 }, /Scidrl: dropout/],
    [{ reversal: -1 }, /Scidrl: reversal/],
    [{ discriminator: 32 }, /a list of sizes/],
  ])('options %j', (options, message) => {
    expect(() => new Scidrl(options)).toThrow(message);
  });

  test('options of correct, and correct before fit', async () => {
    const model = new Scidrl();
    await expect(model.correct(x, { range: 'unt' as never })).rejects.toThrow(/Did you mean 'unit'/);
    await expect(model.correct(x, { unit: true } as never)).rejects.toThrow(/unknown option 'unit'/);
    await expect(model.correct(x)).rejects.toThrow(/isn't fitted/);
  });
});
