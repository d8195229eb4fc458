import * as tf from '@tensorflow/tfjs';

/** Copies of the values of float32 tensors: on some backends `data()` hands out the live buffer. */
export async function readValues(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const data = await Promise.all(tensors.map((tensor) => tensor.data()));
  return data.map((values) => Float32Array.from(values));
}

/** Writes values into variables; the arrays stay the caller's (some backends would keep them otherwise). */
export function writeValues(variables: readonly tf.Variable[], values: readonly Float32Array[]): void {
  tf.tidy(() => {
    for (const [i, variable] of variables.entries()) {
      variable.assign(tf.tensor(values[i]!.slice(), variable.shape));
    }
  });
}
