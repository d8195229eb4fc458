import type { Shell } from '../../src/cli/shell/shell.js';

/** A shell that keeps the lines that are written. */
export function testShell(signal: AbortSignal = new AbortController().signal): Shell & { lines: string[] } {
  const lines: string[] = [];
  const job = { at: () => {}, left: () => '', end: () => {} };
  const progress = { line: (text: string) => void lines.push(text), job: () => job, terminal: false };
  return { progress, signal, lines };
}
