/** Mean over the classes that occur of the share of their cells named right: every class counts the same. */
export function balancedAccuracy(codes: Int32Array, named: Int32Array, classes: number): number {
  const right = new Float64Array(classes);
  const size = new Float64Array(classes);
  codes.forEach((code, cell) => {
    size[code]!++;
    if (named[cell] === code) right[code]!++;
  });
  const present = size.filter((count) => count > 0).length;
  return right.reduce((sum, count, k) => (size[k]! > 0 ? sum + count / size[k]! : sum), 0) / present;
}
