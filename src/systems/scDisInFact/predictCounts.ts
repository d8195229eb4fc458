import * as tf from '@tensorflow/tfjs';
import { rejectUnknown } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { encodeLabels, type Labels, oneHotRows } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Assembly } from '../../model/assembly.js';
import type { Fitted } from '../../model/fitted.js';
import { encodeSystem, mapCells, type SystemCells } from '../../model/systemCells.js';
import { writeClassMeans } from '../../model/writeClassMeans.js';
import { rowForEach } from '../../tensor/rowForEach.js';
import type { TrainingSet } from '../../train/minibatch.js';
import type { ConditionNetworks, ScDisInFactNetworks } from './scDisInFactNetworks.js';
import {
  alike,
  decodeLatents,
  encodeCounts,
  expectedCounts,
  type ScDisInFactModel,
} from './scDisInFactPass.js';

/** What cells are predicted under, as codes; what isn't named stays as it is. */
export interface Target {
  batch?: number;
  /** By condition type. */
  conditions: Readonly<Record<string, number>>;
}

/** A batch and labels by name; what isn't named stays as it is. */
export type NamedTarget = Partial<Record<string, string | number>>;

const codeOf = (name: string, value: string | number, categories: readonly string[]): number =>
  encodeLabels(`predict: to.${name}`, [value], { allowed: categories }).codes[0]!;

/** Codes of a target. Throws on names and categories that `fit` didn't see, with the nearest, and on an empty target. */
export function resolveTarget(
  to: NamedTarget,
  { batches, covariates }: Pick<Fitted, 'batches' | 'covariates'>,
): Target {
  const categories: Record<string, readonly string[]> = { batch: batches };
  for (const [name, shape] of Object.entries(covariates)) categories[name] = shape.categories!;
  rejectUnknown('predict: to', to, Object.keys(categories));
  const named = Object.entries(to).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, codeOf(name, value, categories[name]!)] as const],
  );
  if (named.length === 0) {
    const expected = `a target such as { to: { batch: '${batches[0]}' } }`;
    throw badValue({ argument: 'predict: to', expected, received: 'none' });
  }
  const { batch, ...conditions }: Record<string, number> = Object.fromEntries(named);
  return { conditions, ...(batch === undefined ? {} : { batch }) };
}

/** Remembers the mean latent of each label of each condition type: prediction moves cells by their differences. */
export async function writeCentroids(
  { conditions }: ScDisInFactNetworks,
  assembly: Assembly,
  set: TrainingSet,
): Promise<void> {
  const latents = await encodeSystem(assembly, { ...set, scale: 'asIs', covariates: {} });
  for (const [name, { centroids }] of Object.entries(conditions)) {
    writeClassMeans(centroids.values, latents[name]!, set.covariates![name] as Labels);
  }
}

/** The latent moved by the difference of two labels' centroids: `z_k + c_target - c_own`. */
function moved(
  mean: tf.Tensor2D,
  { centroids }: ConditionNetworks,
  own: tf.Tensor2D | undefined,
  target: number | undefined,
): tf.Tensor2D {
  if (target === undefined) return mean;
  const { values } = centroids;
  return tf.add(tf.sub(mean, tf.matMul(own!, values)), tf.slice(values, [target, 0], [1, -1]));
}

const batchOf = (own: tf.Tensor2D, target: number | undefined): tf.Tensor2D =>
  target === undefined ? own : rowForEach(own, oneHotRows([target], own.shape[1]));

/** Expected counts under a target, at each cell's own depth. [cells, genes] */
export function predictCounts(model: ScDisInFactModel, cells: SystemCells, target: Target): Promise<Matrix> {
  return mapCells(cells, cells.x.shape[1], (input, mode) => {
    const { shared, conditions } = encodeCounts(model, input, alike(mode));
    const latents = Object.entries(model.networks.conditions).map(([name, networks]) =>
      moved(conditions[name]!.mean, networks, input.covariates[name], target.conditions[name]),
    );
    const output = decodeLatents(model, [shared.mean, ...latents], batchOf(input.batch!, target.batch), mode);
    return expectedCounts(output, input.x);
  });
}
