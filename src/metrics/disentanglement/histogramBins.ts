/** Smallest and largest value. */
function range(values: Float64Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/**
 * Assigns every value to one of `bins` equally wide bins from the smallest to the largest value. A constant column is
 * all in bin 0. The edges equal those of numpy's `histogram` to the bit.
 */
export function histogramBins(values: Float64Array, bins: number): Int32Array {
  const [least, most] = range(values);
  const width = (most - least) / bins;
  if (!(width > 0)) return new Int32Array(values.length);
  return Int32Array.from(values, (value) => {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    // The division may have rounded across an edge.
    if (bin + 1 < bins && value >= (bin + 1) * width + least) return bin + 1;
    return value < bin * width + least ? bin - 1 : bin;
  });
}
