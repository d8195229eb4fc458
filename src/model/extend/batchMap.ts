import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { columnMoments } from '../../matrix/columnMoments.js';
import type { FirstNorm } from '../../nn/network.js';
import type { MapForm, ScaledCells } from '../map/extensionParts.js';
import { sumsOf } from './sumsOf.js';

/** A scale and a shift behind the first norm, while they are trained. */
export interface BatchMap {
  /** What is trained. */
  variables: tf.Variable[];
  /** `h·scale + shift`. [cells, units] -> [cells, units] */
  apply(normed: tf.Tensor2D): tf.Tensor2D;
  /** The scale and the shift as they are now. [units] each */
  values(): [scale: Float32Array, shift: Float32Array];
}

const vector = (values: Float32Array): tf.Variable => variable([values.length], () => tf.tensor1d(values));

/** The statistics of a first norm, outside tfjs. [units] each */
type NormValues = Record<'scale' | 'shift' | 'mean' | 'variance', Float32Array>;

async function valuesOf({ scale, shift, mean, variance }: FirstNorm): Promise<NormValues> {
  const read = async (from: tf.Variable) => (await from.data()) as Float32Array;
  return {
    scale: await read(scale),
    shift: await read(shift),
    mean: await read(mean),
    variance: await read(variance),
  };
}

/**
 * `h·exp(s) + t`, from the statistics m, v of the batch's own sums, as if the norm had been computed on them:
 * `exp s = √((v_ref + ε)/(v + ε))`, `t = shift + scale·(m_ref - m)/√(v + ε) - shift·exp s`.
 */
async function alignedMap(norm: FirstNorm, cells: ScaledCells): Promise<BatchMap> {
  const { mean, variance } = columnMoments(await sumsOf(norm, cells));
  const of = await valuesOf(norm);
  const deviation = variance.map((v) => Math.sqrt(v + norm.epsilon));
  const scales = of.variance.map((v, i) => Math.sqrt(v + norm.epsilon) / deviation[i]!);
  const shifts = scales.map(
    (scale, i) =>
      of.shift[i]! + (of.scale[i]! * (of.mean[i]! - mean[i]!)) / deviation[i]! - of.shift[i]! * scale,
  );
  const [s, t] = [vector(scales.map(Math.log)), vector(shifts)];
  return {
    variables: [s, t],
    apply: (normed) => tf.add(tf.mul(normed, tf.exp(s)), t),
    values: () => [s.dataSync<'float32'>().map(Math.exp), Float32Array.from(t.dataSync<'float32'>())],
  };
}

/** An offset of the sums before the norm, from 0: behind it, a shift by `offset·scale/√(variance + ε)`. */
async function cautiousMap(norm: FirstNorm): Promise<BatchMap> {
  const { scale, variance } = await valuesOf(norm);
  const factors = scale.map((value, i) => value / Math.sqrt(variance[i]! + norm.epsilon));
  const offset = vector(new Float32Array(factors.length));
  return {
    variables: [offset],
    apply: (normed) => tf.add(normed, tf.mul(offset, tf.tensor1d(factors))),
    values: () => [
      new Float32Array(factors.length).fill(1),
      offset.dataSync<'float32'>().map((value, i) => value * factors[i]!),
    ],
  };
}

/** Makes the map of a new batch as training begins. The caller disposes its variables. */
export function createBatchMap(form: MapForm, norm: FirstNorm, cells: ScaledCells): Promise<BatchMap> {
  return form === 'aligned' ? alignedMap(norm, cells) : cautiousMap(norm);
}
