import type * as tf from '@tensorflow/tfjs';
import { reconstruction } from '../../autoencoder/terms/reconstruction.js';
import { copyRows } from '../../matrix/copyRows.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';
import type { Step } from '../../train/step.js';
import type { ExtensionDecoder, ScaledCells } from '../map/extensionParts.js';
import { createDrawer } from './drawRows.js';
import type { GrownVariable } from './growVariables.js';
import { columnSettings } from './mapForms.js';
import { runSteps, type StepWatch } from './steps.js';
import { oneHotFor, perStep, standing, stepSet } from './trainMap.js';

/** What the decoder's column of a new batch is fitted with. */
export interface ColumnJob {
  batch: string;
  decoder: ExtensionDecoder;
  grown: readonly GrownVariable[];
  /** The batch's column among all. */
  column: number;
  columns: number;
  cells: ScaledCells;
  /** Means of the latents of these cells, through the map. [cells, size] each */
  latents: Readonly<Record<string, Matrix>>;
  rng: Rng;
}

interface Pass extends Step {
  x: tf.Tensor2D;
  output: tf.Tensor2D;
}

/** Fits the decoder's column of a new batch to reconstruct its cells from their latents, which stay as they are. */
export function fitColumn(job: ColumnJob, watch: StepWatch): Promise<void> {
  const { batch, decoder, grown, column, columns, cells, latents, rng } = job;
  const count = Math.min(perStep, cells.shape[0]);
  const draw = createDrawer(cells.shape[0], count, rng.stream('cells'));
  const empty = ({ shape: [, size] }: Matrix): Matrix => ({
    data: new Float32Array(count * size),
    shape: [count, size],
  });
  const drawn = Object.fromEntries(Object.entries(latents).map(([name, z]) => [name, empty(z)]));
  const set = stepSet(count, cells.shape[1], drawn);
  return runSteps<Pass>(
    {
      ...columnSettings,
      batch,
      free: [],
      grown,
      terms: [reconstruction()] as never,
      latent: {},
      set,
      refill: () => {
        const rows = draw();
        copyRows(cells, rows, set.x.data);
        for (const [name, z] of Object.entries(latents)) copyRows(z, rows, drawn[name]!.data);
      },
      forward: ({ x, covariates }, step) => ({
        ...step,
        x,
        output: decoder.decode(covariates, oneHotFor(count, column, columns), standing(step.mode)),
      }),
      rng,
    },
    watch,
  );
}
