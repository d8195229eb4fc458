/** How missing genes are written among the names that are there. */
export interface SimilarNames {
  /** What differs, for messages. */
  how: string;
  /** Pairs of a missing gene and the name that is there. */
  pairs: [wanted: string, given: string][];
}

const withoutVersion = (name: string): string => name.replace(/^(ENS[A-Z]*\d{6,})\.\d+/, '$1');

const rules: [how: string, simplify: (name: string) => string][] = [
  ['in another case', (name) => name.toUpperCase()],
  ['with another version suffix', withoutVersion],
];

/** Looks for missing genes under names that differ in case or in the version of an Ensembl identifier only. */
export function similarNames(missing: readonly string[], given: readonly string[]): SimilarNames | undefined {
  const found = rules.map(([how, simplify]): SimilarNames => {
    const byName = new Map(given.map((name) => [simplify(name), name]));
    const pairs = missing.flatMap((wanted) => {
      const name = byName.get(simplify(wanted));
      return name === undefined ? [] : [[wanted, name] as [string, string]];
    });
    return { how, pairs };
  });
  const [best] = found.sort((a, b) => b.pairs.length - a.pairs.length);
  return best!.pairs.length > 0 ? best : undefined;
}
