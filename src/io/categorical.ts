import { type Categories, codedValues, isMissing } from '../matrix/categories.js';
import { encodeLabels } from '../matrix/labels.js';
import type { Categorical } from './column.js';

/** Categories of one kind: numbers or booleans if all are, else text. */
function asOneKind(names: string[], values: readonly unknown[]): Categorical['categories'] {
  const present = values.filter((value) => !isMissing(value));
  if (present.length === 0) return names;
  if (present.every((value) => typeof value === 'number')) return names.map(Number);
  return present.every((value) => typeof value === 'boolean') ? names.map((name) => name === 'true') : names;
}

/**
 * Makes a column of categories from labels. Categories are sorted (text by code point, numbers by value); null, undefined,
 * NaN and '' are missing entries.
 *
 * @throws TypeError on something that isn't a column of text, numbers or booleans.
 * @example
 * ```ts
 * adata.obs['cell_type'] = categorical(['T', 'B', null, 'T']); // categories ['B', 'T'], codes [1, 0, -1, 1]
 * ```
 */
export function categorical(values: Categories): Categorical {
  const { categories, codes } = encodeLabels('categorical: values', values, { partial: 'all' });
  return { categories: asOneKind(categories, codedValues('categorical: values', values).values), codes };
}
