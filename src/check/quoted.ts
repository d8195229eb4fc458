/** Quotes names for a message, at most `most` of them: `'a', 'b' and 3 more`. */
export function quoted(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** Names without quotes, at most `most` of them: `a, b and 3 more`. */
export function listed(names: readonly string[], most = 10): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
