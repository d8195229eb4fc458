/** A number of an axis, short whatever its size: 2,500, 0.0005, 3e-7. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) {
    return Number(value.toPrecision(4)).toExponential().replace('e+', 'e');
  }
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
