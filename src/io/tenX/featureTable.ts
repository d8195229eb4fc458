import { badValue } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { AnnData } from '../anndata.js';
import { categorical } from '../categorical.js';
import { createAnnData } from '../createAnnData.js';
import { makeUnique } from '../makeUnique.js';
import { subsetGenes } from '../subset.js';

/** The type of feature that is a gene's expression. */
const expression = 'Gene Expression';

/** What a 10x matrix counts: one entry per row of the matrix each. */
export interface FeatureTable {
  /** Ensembl ids, mostly. */
  ids: string[];
  /** Symbols, mostly. */
  symbols: string[];
  /** 'Gene Expression', 'Antibody Capture', …; absent before Cell Ranger 3. */
  types?: string[];
  /** Other columns, by name: 'genome', … */
  others: Record<string, string[]>;
}

/** How the features are named, and which are kept. */
export interface FeatureChoice {
  names: 'symbols' | 'ids';
  geneExpressionOnly: boolean;
  makeUnique: boolean;
  genome?: string | undefined;
}

function kept(features: FeatureTable, { geneExpressionOnly, genome }: FeatureChoice): boolean[] | undefined {
  const { types, others } = features;
  const masks: boolean[][] = [];
  if (geneExpressionOnly && types) masks.push(types.map((type) => type === expression));
  if (genome !== undefined && others['genome']) masks.push(others['genome'].map((name) => name === genome));
  if (masks.every((mask) => mask.every(Boolean))) return undefined;
  const mask = masks[0]!.map((_, i) => masks.every((each) => each[i]));
  if (mask.some(Boolean)) return mask;
  const found = listed(
    [...new Set(genome === undefined ? types : others['genome'])].map((name) => `'${name}'`),
  );
  throw badValue({
    argument: genome === undefined ? 'read10x: geneExpressionOnly' : 'read10x: genome',
    expected: genome === undefined ? `features of the type '${expression}'` : `one of ${found}`,
    received: genome === undefined ? `only ${found}` : `'${genome}'`,
    ...(genome === undefined ? { next: 'To read all: read10x(source, { geneExpressionOnly: false }).' } : {}),
  });
}

/** The cells of a 10x matrix with their names. */
export function cellsOf10x(
  x: Matrix | CsrMatrix,
  barcodes: string[],
  features: FeatureTable,
  choice: FeatureChoice,
): AnnData {
  const { ids, symbols, types, others } = features;
  const columns = Object.entries({ ...(types ? { feature_types: types } : {}), ...others });
  const adata = createAnnData(x, {
    obsNames: barcodes,
    varNames: choice.names === 'ids' ? ids : symbols,
    var: {
      ...(choice.names === 'ids' ? { gene_symbols: symbols } : { gene_ids: ids }),
      ...Object.fromEntries(columns.map(([name, values]) => [name, categorical(values)])),
    },
  });
  const mask = kept(features, choice);
  const chosen = mask ? subsetGenes(adata, mask) : adata;
  return choice.makeUnique ? makeUnique(chosen) : chosen;
}
