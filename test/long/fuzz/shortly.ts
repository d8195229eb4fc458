/** An error that nobody meant, in one line: its innermost cause, and where in the library it came up. */
export function shortly(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const causes = [...text.matchAll(/^\s*#\d+: .* in (\w+\(\): .*)$/gm)].map(([, cause]) => cause);
  const cause = causes.at(-1) ?? text.split('\n', 1)[0]!;
  const frame = /\bat (\S+) .*\/(src\/[^)]*)/.exec(text);
  return `${cause.slice(0, 300)}${frame ? ` [${frame[1]}, ${frame[2]}]` : ''}`;
}
