import { textList } from '../check/checks.js';
import type { AnnData } from './anndata.js';
import { printable } from './printable.js';

function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  const repeats = new Map<string, number>();
  return names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let unique = name;
    for (let count = repeats.get(name) ?? 0; taken.has(unique); ) {
      unique = `${name}-${++count}`;
      repeats.set(name, count);
    }
    taken.add(unique);
    return unique;
  });
}

/**
 * Makes names unique: the second 'A' becomes 'A-1', the third 'A-2', …; a name that is taken is passed over.
 *
 * As anndata's `var_names_make_unique()`. `fit` needs unique gene names, since `transform` finds genes by name.
 *
 * @param names - Names of genes, in the order of the columns.
 * @returns New names in the same order; the first of equal names stays.
 * @example
 * ```ts
 * await model.fit(adata.x, batch, { genes: makeUnique(adata.varNames) });
 * ```
 */
export function makeUnique(names: readonly string[]): string[];
/**
 * Makes the names of the genes of annotated cells unique.
 *
 * @returns Annotated cells that share everything else with `adata`.
 */
export function makeUnique(adata: AnnData): AnnData;
export function makeUnique(given: readonly string[] | AnnData): string[] | AnnData {
  if (typeof given === 'object' && given !== null && 'varNames' in given) {
    return printable({ ...given, varNames: uniqueNames(textList('makeUnique: varNames', given.varNames)) });
  }
  return uniqueNames(textList('makeUnique: names', given));
}
