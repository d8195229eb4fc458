const said = new Set<string>();

/** Prints a warning the first time it comes up in this process, and never again. */
export function warnOnce(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  // biome-ignore lint/suspicious/noConsole: the one place where the library speaks unasked.
  console.warn(`zbio: ${sentence}`);
}
