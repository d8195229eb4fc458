import { expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { selectRows } from '../../src/matrix/selectRows.js';
import { createRng } from '../../src/random/rng.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { splitRows } from '../../src/train/epochs/splitRows.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';
import { Tiny } from './tinySystem.js';

const sizes = { cells: 60, genes: 8 };
const counts = syntheticCounts(sizes);
const validation = 0.25;
const plan = { epochs: 3, batchSize: 20, validation, compile: false } as const;

/** The cells that a fit with seed 0 holds out. */
const held = splitRows(sizes.cells, validation, createRng('0/validation')).validation;
const heldOf = (names: readonly string[]): string[] => [...held].map((row) => names[row]!);
const rowsOf = (matrix: Matrix): Matrix => selectRows(matrix, held) as Matrix;

const lastOf = ({ history }: Pick<Tiny, 'history'>) => history.at(-1)!.validation!;

/** Sum over all values, divided by the number of held-out cells. */
const meanOverCells = (data: Float32Array, loss: (value: number, i: number) => number): number =>
  data.reduce((sum, value, i) => sum + loss(value, i), 0) / held.length;

const logFactorial = (n: number): number =>
  Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((sum, next) => sum + next, 0);

test('DisentangledAE: the squared L2 distance of output and input, mean over held-out cells', async () => {
  const { x, batch } = syntheticCells(sizes);
  using model = await new DisentangledAE().fit(x, batch, plan);
  const output = await model.reconstruct(rowsOf(x), heldOf(batch));
  const target = rowsOf(x).data;
  const expected = meanOverCells(output.data, (value, i) => (value - target[i]!) ** 2);
  expect(relativeDistance([lastOf(model).error], [expected])).toBeLessThan(1e-5);
});

test('Drvi: the negative log-likelihood of held-out cells, here Poisson', async () => {
  const { x, batch } = counts;
  const options = { latent: 3, encoder: [8], decoder: [8], likelihood: 'poisson' } as const;
  using model = await new Drvi(options).fit(x, { batch }, plan);
  const mean = await model.reconstruct(rowsOf(x), { batch: heldOf(batch) });
  const target = rowsOf(x).data;
  const expected = meanOverCells(
    mean.data,
    (value, i) => value - target[i]! * Math.log(value) + logFactorial(target[i]!),
  );
  const { error, terms } = lastOf(model);
  expect(relativeDistance([error], [expected])).toBeLessThan(1e-5);
  expect(relativeDistance([terms['reconstruction']!], [expected])).toBeLessThan(1e-5);
  const squared = meanOverCells(mean.data, (value, i) => (value - target[i]!) ** 2);
  expect(relativeDistance([error], [squared])).toBeGreaterThan(0.1);
});

test("a system of one's own: whatever its assembly's `error` says, mean over minibatches by their cells", async () => {
  const { x, batch, type } = counts;
  using model = await new Tiny().fit(x, { batch, type }, { ...plan, batchSize: 15 });
  // Tiny's error is the sum of squares of a minibatch; all held-out cells fit into one.
  const expected = rowsOf(x).data.reduce((sum, value) => sum + value ** 2, 0);
  expect(held).toHaveLength(15);
  expect(relativeDistance([lastOf(model).error], [expected])).toBeLessThan(1e-6);
});
