/** Numbers of at most `most` of the rows, evenly spread, in ascending order. */
export function spreadRows(rows: number, most: number): number[] {
  const count = Math.min(rows, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}
