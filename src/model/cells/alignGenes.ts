import { badValue } from '../../check/errors.js';
import { quoted } from '../../check/quoted.js';
import { geneColumns, missingGenes as missingMessage } from '../../genes/matchGenes.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { placeColumns } from '../../matrix/placeColumns.js';
import { type WarningOptions, warnOnce } from '../../platform/warnings.js';

/** How the genes of cells are brought into the order of the model. */
export interface GeneOptions extends WarningOptions {
  /** Names of the columns of x. */
  genes: readonly string[];
  /** What to do about genes that x lacks. */
  missingGenes: 'error' | 'zero';
  /** Whether the caller has no option to fill them. */
  fixed: boolean;
}

const ifRepeated = 'Make the names unique: makeUnique(genes) of zbio/io; on the command line, --make-unique.';

function sayFilled(argument: string, missing: readonly string[], all: number, options: WarningOptions): void {
  const share = Number(((100 * missing.length) / all).toPrecision(2));
  const filled = `${missing.length} of the model's ${all} genes (${share} %) are missing and were filled with 0`;
  warnOnce(`${argument}: ${filled}: ${quoted(missing, 5)}.`, options);
}

/**
 * Brings the columns of cells into the order of the model's genes, by name; genes that the model doesn't have are left out.
 * Warns if columns move, since results per gene then have the model's columns.
 *
 * @returns x itself if it has the model's genes already.
 * @throws RangeError on missing genes, unless they are to be filled, and on wanted names that occur several times.
 */
export function alignGenes(
  argument: string,
  x: Matrix | CsrMatrix,
  wanted: readonly string[],
  { genes, missingGenes, fixed, onWarning }: GeneOptions,
): Matrix | CsrMatrix {
  if (genes.length === wanted.length && genes.every((name, i) => name === wanted[i])) return x;
  const columns = geneColumns(wanted, genes, { argument, ifRepeated });
  const missing = wanted.filter((_, i) => columns[i]! < 0);
  if (missing.length === wanted.length || (missing.length > 0 && missingGenes === 'error')) {
    const ifMissing =
      missing.length < wanted.length && !fixed
        ? "To fill them with 0: missingGenes: 'zero' (command line: --fill-missing)."
        : 'Give the names that fit was given.';
    throw badValue(missingMessage(missing, wanted, genes, { argument, ifMissing }));
  }
  if (missing.length > 0) sayFilled(argument, missing, wanted.length, { onWarning });
  const moved = `its ${genes.length} genes were matched by name to the model's ${wanted.length}`;
  warnOnce(`${argument}: ${moved}; results per gene have the columns of model.genes.`, { onWarning });
  return placeColumns(x, columns);
}
