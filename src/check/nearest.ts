/** Number of single-character edits between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitute));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The allowed name closest to `word`, for the hint "Did you mean …?". */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const rank = (name: string) => editDistance(word.toLowerCase(), name.toLowerCase());
  return [...allowed].sort((a, b) => rank(a) - rank(b))[0];
}
