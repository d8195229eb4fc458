import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../matrix/matrix.js';
import { sliceRows } from '../../matrix/sliceRows.js';
import { createBreather } from '../../platform/breathe.js';
import { type DimensionEffects, readEffects } from './readEffects.js';
import { addEffects, type EffectSums, type SplitCells } from './splitEffects.js';
import { rowsAtOnce, type SplitModel, splitLogits } from './splitModel.js';

/** What the dimensions do in cells: z [cells, dims], and the code of each cell's batch. */
export async function effectsInCells(
  model: SplitModel,
  z: Matrix,
  codes: Int32Array,
  check?: () => void,
): Promise<DimensionEffects> {
  const [cells, dims] = z.shape;
  const size = rowsAtOnce(model, dims);
  const breathe = createBreather();
  let sums: EffectSums | undefined;
  try {
    for (let start = 0; start < cells; start += size) {
      const end = Math.min(start + size, cells);
      const part = (): SplitCells => {
        const rows = tf.tensor2d(sliceRows(z, start, end).data, [end - start, dims]);
        return { logits: splitLogits(model, rows, codes.subarray(start, end)), z: rows };
      };
      sums = addEffects(sums, part, model.pooling);
      await breathe();
      check?.();
    }
  } catch (error) {
    if (sums) tf.dispose({ ...sums });
    throw error;
  }
  return readEffects(sums!);
}
