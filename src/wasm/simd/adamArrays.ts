/** The constants of one step of Adam, bias corrections included. */
export interface AdamConstants {
  /** Decay of the first moment. */
  beta1: number;
  /** 1 - beta1. */
  rest1: number;
  /** Decay of the second moment. */
  beta2: number;
  /** 1 - beta2. */
  rest2: number;
  /** Learning rate · sqrt(1 - beta2^step) / (1 - beta1^step). */
  rate: number;
  /** Added to the root of the second moment: epsilon · sqrt(1 - beta2^step). */
  epsilon: number;
}

/** The arrays of one variable: values, gradient, first and second moment. */
export interface AdamArrays {
  w: Float32Array;
  g: Float32Array;
  m: Float32Array;
  v: Float32Array;
}

/** One step of Adam in place. The gradient isn't written to. */
export function adamArrays({ w, g, m, v }: AdamArrays, constants: AdamConstants): void {
  const { beta1, rest1, beta2, rest2, rate, epsilon } = constants;
  for (let i = 0; i < w.length; i++) {
    const gradient = g[i]!;
    const first = beta1 * m[i]! + rest1 * gradient;
    const second = beta2 * v[i]! + rest2 * gradient * gradient;
    m[i] = first;
    v[i] = second;
    w[i] = w[i]! - (rate * first) / (Math.sqrt(second) + epsilon);
  }
}
