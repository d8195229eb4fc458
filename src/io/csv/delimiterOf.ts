/** What may be between fields, the likeliest first. Spaces are in names too, and taken only if there is nothing else. */
const candidates = [',', '\t', ';', '|'];

const quotedText = /"[^"]*"/g;

/** What is between the fields of a table, by its first line: what occurs most outside of quotes; undefined if there is nothing. */
export function delimiterOf(text: string): string | undefined {
  const [line = ''] = text.replace(quotedText, '').split('\n', 1);
  const counts = candidates.map((delimiter) => line.split(delimiter).length - 1);
  const most = Math.max(...counts);
  if (most > 0) return candidates[counts.indexOf(most)];
  return line.includes(' ') ? ' ' : undefined;
}
