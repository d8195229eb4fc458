import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../src/backend/useBackend.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectRows } from '../../../src/matrix/selectRows.js';
import { createRng } from '../../../src/random/rng.js';
import { Biolord } from '../../../src/systems/biolord/Biolord.js';
import type { BiolordOptions } from '../../../src/systems/biolord/biolordOptions.js';
import { relativeDistance } from '../../helpers/gradient.js';

const [cells, genes, types] = [360, 15, 5];
const kinds = { type: 'categories', condition: 'categories', dose: 'values' } as const;
const small: BiolordOptions<typeof kinds> = {
  attributes: kinds,
  unknown: 3,
  value: 6,
  attributeNetwork: [16],
  // Linear, since the cells' effects add up: what is seen of a condition then holds for every type.
  decoder: [],
  encoder: [16],
  learningRate: 1e-2,
  seed: 1,
};
const rng = createRng('biolord');
const effects = rng.normals(new Float32Array((types + 3) * genes));

/** Expression is a sum of effects: of five types, two conditions and the dose. */
const profile = (type: number, condition: number, dose: number): Float32Array =>
  Float32Array.from({ length: genes }, (_, g) => {
    const [ofType, ofCondition] = [effects[type * genes + g]!, effects[(types + condition) * genes + g]!];
    return 2 + ofType + 0.7 * ofCondition + 0.5 * dose * effects[(types + 2) * genes + g]!;
  });

// Doses 0, 1, 2, 4: 3 is left out. Type 2 is never seen under condition 1.
const columns = Array.from({ length: cells }, (_, i) => {
  const type = i % types;
  return {
    type,
    condition: type === 2 ? 0 : Math.floor(i / types) % 2,
    dose: [0, 1, 2, 4][Math.floor(i / (2 * types)) % 4]!,
  };
});
const x: Matrix = {
  data: Float32Array.from(
    columns.flatMap(({ type, condition, dose }) => {
      const noise = rng.normals(new Float32Array(genes));
      return [...profile(type, condition, dose)].map((value, g) => value + 0.2 * noise[g]!);
    }),
  ),
  shape: [cells, genes],
};
const known = {
  type: columns.map(({ type }) => `type ${type}`),
  condition: columns.map(({ condition }) => `condition ${condition}`),
  dose: columns.map(({ dose }) => dose),
};
const take = (rows: readonly number[]) => ({
  x: selectRows(x, rows),
  known: {
    type: rows.map((row) => known.type[row]!),
    condition: rows.map((row) => known.condition[row]!),
    dose: rows.map((row) => known.dose[row]!),
  },
});

const plan = { epochs: 50, batchSize: 60, compile: false } as const;

const meanOf = ({ data, shape: [rows, columns] }: Matrix): Float32Array =>
  Float32Array.from({ length: columns }, (_, g) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += data[row * columns + g]!;
    return sum / rows;
  });

let model: Biolord<typeof kinds>;

beforeAll(async () => {
  await useBackend('wasm');
  model = await new Biolord(small).fit(x, known, plan);
});

afterAll(() => model.dispose());

describe('predictions', () => {
  const rowsOf = (type: number, dose: number): number[] =>
    columns.flatMap((one, row) => (one.type === type && one.dose === dose ? [row] : []));

  test.each([
    ['by its code', true],
    ['by the encoder', false],
  ])('an unseen combination, %s', async (_, coded) => {
    const rows = rowsOf(2, 1);
    const cells = take(rows);
    const codes = coded ? { codes: selectRows(await model.codes(), rows) } : {};
    const to = { condition: 'condition 1' };
    const predicted = meanOf(await model.predict(cells.x, cells.known, { to, ...codes }));
    const truth = profile(2, 1, 1);
    const unchanged = relativeDistance(profile(2, 0, 1), truth);
    expect(relativeDistance(predicted, truth)).toBeLessThan(0.3 * unchanged);
  });

  test('an unseen dose lies between those that were seen', async () => {
    const cells = take(rowsOf(2, 1));
    const between = meanOf(await model.predict(cells.x, cells.known, { to: { dose: 3 } }));
    const distances = [2, 3, 4].map((dose) => relativeDistance(between, profile(2, 0, dose)));
    expect(Math.min(...distances)).toBe(distances[1]);
  });

  test('a grid is its combinations, each as predict has it; cells keep the attributes that it leaves out', async () => {
    const cells = take([0, 1, 2, 5]);
    const grid = { condition: ['condition 0', 'condition 1'], dose: [0, 2.5] };
    const found: { to: object; mean: Matrix }[] = [];
    for await (const one of model.predictGrid(cells.x, cells.known, grid)) found.push(one);
    expect(found.map(({ to }) => to)).toEqual([
      { condition: 'condition 0', dose: 0 },
      { condition: 'condition 0', dose: 2.5 },
      { condition: 'condition 1', dose: 0 },
      { condition: 'condition 1', dose: 2.5 },
    ]);
    for (const { to, mean } of found) {
      expect(mean).toEqual(await model.predict(cells.x, cells.known, { to }));
    }
    const own = await model.predict(cells.x, cells.known);
    const named = take([1]).known;
    const to = { condition: named.condition[0]!, dose: named.dose[0]! };
    const again = await model.predict(cells.x, cells.known, { to });
    expect(selectRows(again, [1])).toEqual(selectRows(own, [1]));
  });
});

describe('latents', () => {
  test('transform gives codes of new cells and the vectors of their attributes', async () => {
    const cells = take([3, 4, 10]);
    const found = await model.transform(cells.x, cells.known);
    expect(Object.values(found).map(({ shape }) => shape)).toEqual([
      [3, 3],
      [3, 4],
      [3, 4],
      [3, 6],
    ]);
    expect(found.type).toEqual(await model.vectors('type', cells.known.type));
    expect(
      relativeDistance(found.dose.data, (await model.vectors('dose', cells.known.dose)).data),
    ).toBeLessThan(1e-6);
    expect((await model.codes()).shape).toEqual([360, 3]);
  });
});

describe('the run', () => {
  test('a file brings the same predictions and codes back; a run goes on to the bit', async () => {
    const short = { ...plan, epochs: 4 };
    using straight = await new Biolord(small).fit(x, known, short);
    using left = new Biolord(small);
    for await (const { epoch } of left.fitEpochs(x, known, short)) if (epoch === 1) break;
    const before = tf.memory().numTensors;
    const loaded = await Biolord.load<typeof kinds>(await left.save());
    await loaded.fit(x, known, { resume: true, compile: false });
    expect(await loaded.codes()).toEqual(await straight.codes());
    const cells = take([0, 7]);
    const to = { to: { dose: 1.5 } };
    expect(await loaded.predict(cells.x, cells.known, to)).toEqual(
      await straight.predict(cells.x, cells.known, to),
    );
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(['normal', 'negativeBinomial', 'poisson'] as const)(
    'compiled steps learn what tfjs learns, and nothing is warned of: %s',
    async (likelihood) => {
      const warnings: string[] = [];
      const counts: Matrix = { ...x, data: x.data.map((value) => Math.round(Math.max(0, value) * 3)) };
      const first = async (compile: boolean): Promise<number[]> => {
        using model = await new Biolord({ ...small, likelihood }).fit(
          likelihood === 'normal' ? x : counts,
          known,
          { ...plan, epochs: 1, compile, onWarning: (text) => warnings.push(text) },
        );
        return Object.values(model.history[0]!.terms);
      };
      const [eager, compiled] = [await first(false), await first(true)];
      expect(compiled).toHaveLength(5);
      expect(relativeDistance(compiled, eager)).toBeLessThan(1e-4);
      expect(warnings).toEqual([]);
    },
  );

  test('the encoder reads counts per total: twice the counts have the same code', async () => {
    const counts: Matrix = { ...x, data: x.data.map((value) => Math.round(Math.max(0, value) * 3) + 1) };
    const twice: Matrix = { ...counts, data: counts.data.map((count) => 2 * count) };
    using model = await new Biolord({ ...small, likelihood: 'poisson' }).fit(counts, known, {
      ...plan,
      epochs: 1,
    });
    const [once, again] = [await model.transform(counts, known), await model.transform(twice, known)];
    expect(relativeDistance(again.unknown.data, once.unknown.data)).toBeLessThan(1e-5);
  });

  test('the batch is an attribute of its own where there are several', async () => {
    const batch = columns.map((_, i) => (i % 4 < 2 ? 'a' : 'b'));
    using model = await new Biolord(small).fit(x, { ...known, batch }, { ...plan, epochs: 1 });
    const cells = take([0, 1]);
    const attributes = { ...cells.known, batch: ['a', 'b'] };
    expect((await model.predict(cells.x, attributes, { to: { batch: 'b' } })).shape).toEqual([2, genes]);
    expect((await model.vectors('batch', ['a', 'b'])).shape).toEqual([2, 4]);
    await expect(model.predict(cells.x, cells.known)).rejects.toThrow(/predict: batch: expected a column/);
  });
});

describe('wrong arguments, in words', () => {
  test.each<[object, RegExp]>([
    [{ attributes: { type: 'category' } }, /attributes\.type: .*'category'\. Did you mean 'categories'\?/],
    [{ attributes: { unknown: 'values' } }, /Biolord: attributes: expected another name/],
    [{ attributes: undefined }, /Biolord: attributes: expected what is known/],
    [{ attributes: {}, noise: -1 }, /Biolord: noise: .*received -1/],
    [{ attributes: {}, decoder: 512 }, /Biolord: decoder: expected a list of sizes/],
    [{ attributes: {}, likelihood: 'nb' }, /Biolord: likelihood: .*'nb'/],
    [{ attributes: {}, learnDispersion: 1 }, /Biolord: learnDispersion: expected true or false/],
    [{ attributes: {}, penalty: 1 }, /unknown option 'penalty'/],
  ])('%o', (options, message) => {
    expect(() => new Biolord(options as BiolordOptions)).toThrow(message);
  });

  test('of the verbs', async () => {
    const cells = take([0, 1]);
    const predict = (options: object) => model.predict(cells.x, cells.known, options);
    await expect(predict({ to: { dosis: 1 } })).rejects.toThrow(
      /predict: to: .*'dosis'\. Did you mean 'dose'\?/,
    );
    await expect(predict({ to: { type: 'type 9' } })).rejects.toThrow(/predict: to\.type: .*'type 9'/);
    await expect(predict({ codes: [[1, 2, 3]] })).rejects.toThrow(/predict: codes: expected \[2,3\], a code/);
    await expect(model.vectors('type', ['type 9'])).rejects.toThrow(
      /vectors: values: .*Did you mean 'type 0'/,
    );
    await expect(new Biolord(small).codes()).rejects.toThrow(/codes: .*isn't fitted/);
  });
});
