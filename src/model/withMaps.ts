import * as tf from '@tensorflow/tfjs';
import { variable } from '../backend/variable.js';
import type { FirstNorm, Mode } from '../nn/network.js';
import type { Assembly } from './assembly.js';

/** Name of the part that holds the maps of added batches. */
export const mapsName = 'batchMaps';

/** The batch norm behind which batches of this system can be mapped; undefined if it has none. */
export function firstNormOf({ extension, networks }: Assembly): FirstNorm | undefined {
  const encoder = extension && networks[extension.encoder];
  return encoder && 'firstNorm' in encoder ? (encoder.firstNorm as FirstNorm) : undefined;
}

/** A row per added batch. [added, units] */
function rowsOf(units: number, added: number, value: number): tf.Variable<tf.Rank.R2> {
  return variable<tf.Rank.R2>([added, units], (shape) => tf.fill(shape, value), { trainable: false });
}

/**
 * The same system with a scale and a shift for each added batch, which its encoder applies behind the first norm to cells whose
 * batch is given. Cells without a batch pass through the encoder as it is; those of the batches of `fit` are multiplied by 1, so that
 * they keep their latents to the bit.
 *
 * @param batches - Number of batches of `fit`, whose columns come first.
 */
export function withMaps<Parts extends Assembly>(assembly: Parts, batches: number, added: number): Parts {
  const norm = firstNormOf(assembly);
  if (added === 0 || !norm) return assembly;
  const units = norm.mean.size;
  const [scale, shift] = [rowsOf(units, added, 1), rowsOf(units, added, 0)];
  const mapped = (mode: Mode, batch: tf.Tensor2D | undefined): Mode => {
    if (!batch) return mode;
    return {
      ...mode,
      behindFirstNorm: (normed) => {
        const scales = tf.matMul(batch, tf.concat([tf.ones([batches, units]), scale], 0) as tf.Tensor2D);
        const shifts = tf.matMul(batch, tf.concat([tf.zeros([batches, units]), shift], 0) as tf.Tensor2D);
        return tf.add(tf.mul(normed, scales), shifts);
      },
    };
  };
  const { encode, encoder } = assembly;
  return {
    ...assembly,
    networks: { ...assembly.networks, [mapsName]: { variables: [scale, shift] } },
    encode: (input, mode) => encode(input, mapped(mode, input.batch)),
    ...(encoder
      ? {
          encoder: {
            ...encoder,
            apply: (input: Parameters<typeof encoder.apply>[0], mode: Mode) =>
              encoder.apply(input, mapped(mode, input.batch)),
          },
        }
      : {}),
  };
}
