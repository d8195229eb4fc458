import { badValue } from '../../check/errors.js';
import { counted } from '../../check/grouped.js';
import { quoted } from '../../check/quoted.js';
import { geneColumns, missingGenes as missingMessage } from '../../genes/matchGenes.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { placeColumns } from '../../matrix/placeColumns.js';
import { type WarningOptions, warnOnce } from '../../platform/warnings.js';
import type { MissingGenes } from '../map/cellOptions.js';
import type { ColumnFill } from '../map/fillColumns.js';

/** How the genes of cells are brought into the order of the model. */
export interface GeneOptions extends WarningOptions {
  /** Names of the columns of x. */
  genes: readonly string[];
  /** What to do about genes that x lacks. */
  missingGenes: MissingGenes;
  /** Share of the model's genes that x must have. */
  leastMatched: number;
  /** Means of the model's genes; undefined if they aren't known. */
  means: Float32Array | undefined;
  /** Whether the caller has no option to fill them. */
  fixed: boolean;
}

/** Cells with the model's genes. */
export interface AlignedCells {
  /** Genes that the cells lack are columns of zeros. */
  x: Matrix | CsrMatrix;
  /** What these columns get on the networks' scale; absent if they stay 0. */
  fill?: ColumnFill;
}

/** With fewer of its genes, a model is likely to be wrong. */
const enough = 0.8;
const ifRepeated = 'Make the names unique: makeUnique(genes) of zbio/io; on the command line, --make-unique.';

const percent = (part: number, all: number): string => `${Number(((100 * part) / all).toPrecision(2))} %`;

function sayFilled(
  argument: string,
  missing: readonly string[],
  wanted: readonly string[],
  how: string,
  { genes, onWarning }: GeneOptions,
): void {
  const [lacking, all] = [missing.length, wanted.length];
  const which = `${lacking} of the model's ${all} genes (${percent(lacking, all)})`;
  const isLittle = all - lacking < enough * all;
  const little = isLittle
    ? `Fewer than ${percent(enough, 1)} of its genes are there: check the results.`
    : '';
  const { next } = missingMessage(missing, wanted, genes, { argument, ifMissing: little });
  const filled = `${which} are missing and were filled with ${how}: ${quoted(missing, 5)}.`;
  warnOnce(`${argument}: ${filled} ${next}`.trimEnd(), { onWarning });
}

/** What to do about missing genes, for the end of a message. */
function adviceOn(missing: number, all: number, { missingGenes, fixed }: GeneOptions): string {
  if (missing === all || fixed) return 'Give the names that fit was given.';
  if (missingGenes === 'error') return "To fill them with the means of fit: missingGenes: 'mean'.";
  return 'To fill them all the same: leastMatched: 0 (command line: --fill-missing).';
}

function checkMissing(
  argument: string,
  missing: readonly string[],
  wanted: readonly string[],
  options: GeneOptions,
): void {
  const { genes, missingGenes, leastMatched } = options;
  const [lacking, all] = [missing.length, wanted.length];
  const isTooFew = lacking === all || all - lacking < leastMatched * all;
  if (lacking === 0 || (missingGenes !== 'error' && !isTooFew)) return;
  const ifMissing = adviceOn(lacking, all, options);
  throw badValue(missingMessage(missing, wanted, genes, { argument, ifMissing }));
}

/** Columns that the model lacks are left out, and moved ones are results' columns in another order. */
function sayMoved(argument: string, found: number, wanted: number, { genes, onWarning }: GeneOptions): void {
  const extra = genes.length - found;
  const left =
    extra > 0
      ? `; ${counted(extra, 'gene')} that the model doesn't have ${extra === 1 ? 'was' : 'were'} left out`
      : '';
  const moved = `${found} of its ${genes.length} genes were matched by name to the model's ${wanted}${left}`;
  warnOnce(`${argument}: ${moved}. Results per gene have the columns of model.genes.`, { onWarning });
}

/**
 * Brings the columns of cells into the order of the model's genes, by name; genes that the model doesn't have are left out, and those
 * that the cells lack are filled. Says what was matched, filled and left out.
 *
 * @returns x itself if it has the model's genes already.
 * @throws RangeError on missing genes, if they aren't to be filled or too many are missing, and on wanted names that occur several
 * times.
 */
export function alignGenes(
  argument: string,
  x: Matrix | CsrMatrix,
  wanted: readonly string[],
  options: GeneOptions,
): AlignedCells {
  const { genes, missingGenes, means } = options;
  if (genes.length === wanted.length && genes.every((name, i) => name === wanted[i])) return { x };
  const columns = geneColumns(wanted, genes, { argument, ifRepeated });
  const absent = columns.flatMap((column, i) => (column < 0 ? [i] : []));
  const missing = absent.map((i) => wanted[i]!);
  checkMissing(argument, missing, wanted, options);
  const byMean = missingGenes === 'mean' && means !== undefined;
  const how = byMean ? 'the means of fit' : '0';
  if (missing.length > 0) sayFilled(argument, missing, wanted, how, options);
  sayMoved(argument, wanted.length - missing.length, wanted.length, options);
  const placed = placeColumns(x, columns);
  if (!byMean || missing.length === 0) return { x: placed };
  return { x: placed, fill: { columns: absent, values: absent.map((i) => means[i]!) } };
}
