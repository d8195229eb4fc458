import type { AnnData } from '../../anndata.js';
import type { Categorical, Column } from '../../column.js';

const suffix = '_categories';

function decode(column: Column | undefined, categories: Categorical['categories']): Categorical | undefined {
  const fits = column instanceof Int32Array && column.every((code) => code >= -1 && code < categories.length);
  return fits ? { categories, codes: column } : undefined;
}

/**
 * Joins codes and categories, in place. Before anndata 0.7, a column of categories was stored as codes, and its categories
 * in `uns['<column>_categories']`. As in anndata, codes out of range mean that the entry of `uns` belongs to something else.
 */
export function joinLegacyCategories(adata: Pick<AnnData, 'obs' | 'var' | 'uns'>): void {
  for (const [key, value] of Object.entries(adata.uns)) {
    if (!key.endsWith(suffix)) continue;
    const name = key.slice(0, -suffix.length);
    const categories = typeof value === 'string' ? [value] : Array.isArray(value) ? value : undefined;
    if (!categories) continue;
    for (const table of [adata.obs, adata.var]) {
      const joined = decode(Object.hasOwn(table, name) ? table[name] : undefined, categories);
      if (!joined) continue;
      table[name] = joined;
      delete adata.uns[key];
    }
  }
}
