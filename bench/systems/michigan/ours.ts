import { type Matrix, MichiGan } from 'zbio';
import { latentDirection } from 'zbio/evaluate';
import { selectRows } from 'zbio/preprocess';
import type { MichiGanOptions } from 'zbio/systems';
import type { CellSet } from './cellSets.js';
import type { Setting } from './setting.js';

/** Cells that a side generates. [cells, genes] each */
export interface Generated {
  /** One cell from the code of each training cell. */
  cells: Matrix;
  /** The held-out type's cells, as predicted after the change. */
  changed: Matrix;
}

/** Rows that pass a test. */
export const rowsWhere = ({ type }: CellSet, test: (cell: number) => boolean): number[] =>
  type.flatMap((_, cell) => (test(cell) ? [cell] : []));

/** As in the original: ReLU at the end of encoder and generator. */
function layersOf([small, middle, large]: Setting['units']): NonNullable<MichiGanOptions['layers']> {
  return {
    encoder: { hidden: [middle, small], activation: ['leakyRelu', 'relu'] },
    decoder: { hidden: [small, middle] },
    generator: { hidden: [small, middle, large], activation: ['leakyRelu', 'leakyRelu', 'relu'] },
    critic: { hidden: [large, middle] },
  };
}

function optionsOf({
  seed,
  latent,
  noise,
  beta,
  encoderEpochs,
  learningRate,
  units,
}: Setting): MichiGanOptions {
  return { seed, latent, noise, beta, encoderEpochs, learningRate, layers: layersOf(units) };
}

/** Trains on the cells, regenerates them, and predicts the held-out type after the change that the other types show. */
export async function ours(set: CellSet, setting: Setting): Promise<Generated> {
  const { x, type, condition, from, to, unseen } = set;
  // In one of our epochs, the critic sees each cell once; in one of the original's, five times.
  const epochs = setting.encoderEpochs + 5 * setting.ganEpochs;
  using model = await new MichiGan(optionsOf(setting)).fit(x, {}, { epochs, batchSize: setting.batchSize });
  const { z } = await model.transform(x);
  const others = rowsWhere(set, (cell) => type[cell] !== unseen);
  const groups = others.map((cell) => condition[cell]!);
  const shift = await latentDirection(selectRows(z, others), groups, { from, to });
  const source = rowsWhere(set, (cell) => type[cell] === unseen);
  return {
    cells: await model.generate(z, { seed: setting.seed }),
    changed: await model.generate(selectRows(z, source), { shift, seed: setting.seed }),
  };
}
