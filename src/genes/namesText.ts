/** The first names of a list, in quotes; an ellipsis stands for the others. */
export function namesText(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  return `${shown.join(', ')}${names.length > most ? ', …' : ''}`;
}
