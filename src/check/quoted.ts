/** Names of files may be of any length, and a message is for people. */
const mostCharacters = 100;

const cut = (name: string): string =>
  name.length > mostCharacters ? `${name.slice(0, mostCharacters)}…` : name;

/** Quotes names for a message, at most `most` of them, long ones cut: `'a', 'b' and 3 more`. */
export function quoted(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => `'${cut(name)}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** Names without quotes, at most `most` of them, long ones cut: `a, b and 3 more`. */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map(cut).join(', ');
  const more = names.length - most;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
