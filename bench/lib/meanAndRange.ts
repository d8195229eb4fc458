const show = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(3));

/** Mean, and the range over the seeds, as text: the mean alone of one seed, `-` where there is no figure. */
export function meanAndRange(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1 || Number.isNaN(mean)) return show(mean);
  return `${show(mean)} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
}
