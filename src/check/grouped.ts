/** Writes a whole number with commas between thousands, for messages. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Writes a number with its noun, in the singular if it is 1. */
export function counted(count: number, one: string, several: string = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : several}`;
}
