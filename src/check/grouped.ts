/** Writes a whole number with commas between thousands, for messages. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
