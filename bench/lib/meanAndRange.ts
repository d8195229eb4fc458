const show = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(3));

/** Formats mean and range over the seeds: only the mean for one seed, `-` if there is no figure. */
export function meanAndRange(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1 || Number.isNaN(mean)) return show(mean);
  return `${show(mean)} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
}
