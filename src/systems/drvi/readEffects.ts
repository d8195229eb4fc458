import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import { readValues } from '../../tensor/values.js';
import type { InDistributionScores } from './interpretation.js';
import type { EffectSums, SideSums } from './splitEffects.js';

/** Effects as plain numbers. */
export interface DimensionEffects {
  /** Of each dimension on all genes of all cells. */
  effects: Float32Array;
  scores: InDistributionScores;
}

/** What cells of one side of 0 say, as plain numbers. [dims, genes] each */
type Side = Record<keyof InDistributionScores, Matrix>;

function weightedMean(sums: Float32Array, weights: Float32Array): Float32Array {
  const genes = sums.length / weights.length;
  return sums.map((sum, i) => sum / Math.max(1, weights[Math.floor(i / genes)]!));
}

async function readSide(sums: SideSums): Promise<Side> {
  const shape = [...sums.max.shape] as Matrix['shape'];
  const tensors = [sums.max, sums.linear, sums.exponential, sums.linearWeights, sums.exponentialWeights];
  const [max, linear, exponential, linearWeights, exponentialWeights] = await readValues(tensors);
  return {
    max: { data: max!, shape },
    linear: { data: weightedMean(linear!, linearWeights!), shape },
    exponential: { data: weightedMean(exponential!, exponentialWeights!), shape },
  };
}

/** Scores out of the sums over all cells, which are disposed. */
export async function readEffects(sums: EffectSums): Promise<DimensionEffects> {
  const [effects] = await readValues([sums.effects]);
  const [positive, negative] = [await readSide(sums.positive), await readSide(sums.negative)];
  tf.dispose({ ...sums });
  const scores = {
    max: { positive: positive.max, negative: negative.max },
    linear: { positive: positive.linear, negative: negative.linear },
    exponential: { positive: positive.exponential, negative: negative.exponential },
  };
  return { effects: effects!, scores };
}
