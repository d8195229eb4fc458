import { Biolord } from '../../../src/index.js';
import { copyRows } from '../../../src/matrix/copyRows.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import type { Attributes, HeldOut } from './heldOut.js';
import type { Setting } from './setting.js';

/** Control cells of the held-out type as if stimulated: training cells through their codes, new cells through the encoder. */
export interface Predicted {
  known: Matrix;
  fresh: Matrix;
}

function columns({ cell_type, condition, donor }: Attributes, rows: readonly number[]) {
  const take = (column: readonly string[]): string[] => rows.map((row) => column[row]!);
  return { cell_type: take(cell_type), condition: take(condition), batch: take(donor) };
}

/** Predictions of our Biolord. */
export async function ours(set: HeldOut, setting: Setting, seed: number): Promise<Predicted> {
  const { x, attributes, train, source } = set;
  const { unknown, width, depth, learningRate, epochs, batchSize } = setting;
  using model = new Biolord({
    attributes: { cell_type: 'categories', condition: 'categories' },
    unknown,
    decoder: Array<number>(depth).fill(width),
    learningRate,
    seed,
  });
  await model.fit(copyRows(x, train), columns(attributes, train), { epochs, batchSize });
  const codes = copyRows(
    await model.codes(),
    source.known.map((row) => train.indexOf(row)),
  );
  const to = { condition: 'stim' };
  const predict = (rows: number[], options: object): Promise<Matrix> =>
    model.predict(copyRows(x, rows), columns(attributes, rows), { to, ...options });
  return { known: await predict(source.known, { codes }), fresh: await predict(source.fresh, {}) };
}
