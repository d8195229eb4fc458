/** The median; NaN for an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** |a - b| / |b| in the Euclidean norm. */
export function relativeL2(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}`);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** The power p of the best fit y = c·x^p: 1 is linear growth, 2 quadratic. */
export function growthPower(x: readonly number[], y: readonly number[]): number {
  const [logX, logY] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [centreX, centreY] = [mean(logX), mean(logY)];
  const products = logX.map((value, i) => (value - centreX) * (logY[i]! - centreY));
  const squares = logX.map((value) => (value - centreX) ** 2);
  return mean(products) / mean(squares);
}
