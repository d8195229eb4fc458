import * as tf from '@tensorflow/tfjs';

/** Copies the values of float32 tensors: on some backends, `data()` returns the live buffer. */
export async function readValues(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const data = await Promise.all(tensors.map((tensor) => tensor.data()));
  return data.map((values) => Float32Array.from(values));
}

/**
 * Writes copies of the values into variables: some backends would keep the arrays themselves, which belong to
 * the caller.
 */
export function writeValues(variables: readonly tf.Variable[], values: readonly Float32Array[]): void {
  tf.tidy(() => {
    for (const [i, variable] of variables.entries()) {
      variable.assign(tf.tensor(values[i]!.slice(), variable.shape));
    }
  });
}
