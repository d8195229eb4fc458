import type { Matrix } from './matrix.js';

/** Mean of the rows of each class; a class without rows gets zeros. [classes, columns] */
export function classMeans({ data, shape }: Matrix, codes: Int32Array, classes: number): Matrix {
  const size = shape[1];
  const sums = new Float64Array(classes * size);
  const counts = new Float64Array(classes);
  codes.forEach((code, row) => {
    counts[code]!++;
    for (let j = 0; j < size; j++) sums[code * size + j]! += data[row * size + j]!;
  });
  const means = Float32Array.from(sums, (sum, i) => sum / Math.max(1, counts[Math.floor(i / size)]!));
  return { data: means, shape: [classes, size] };
}
