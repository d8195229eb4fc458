import { grouped } from '../check/grouped.js';
import type { ModelReport } from '../evaluate/evaluatedReport.js';
import { leastCells } from '../evaluate/examinedCells.js';
import type { ModelFacts } from '../evaluate/page/modelFacts.js';
import { evaluateLatents } from '../evaluate/reportLatents.js';
import type { AnnData } from '../io/anndata.js';
import { columnText } from '../io/column.js';
import { column } from '../io/columnByName.js';
import { doubtGroups } from '../matrix/checkGroups.js';
import { encodeLabels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { followed, percentDone } from './shell/followed.js';
import type { Shell } from './shell/shell.js';

/** Latents of cells to be scored. */
export interface ScoredLatents {
  bio: Matrix;
  nio?: Matrix;
  /** The cells before integration, log-normalised. */
  x?: Matrix | CsrMatrix;
  nioDetached?: boolean;
  /** The model that they come from, for the page. */
  model?: ModelFacts;
}

/** Columns of obs to score by. */
export interface ScoreColumns {
  batch: string;
  labels?: string | undefined;
}

/** The cells that can be scored: rows, and the batch and label of each. */
interface KnownCells {
  rows: number[];
  batch: string[];
  labels?: string[];
  all: number;
}

/** Cells that have a batch, and also a label if a column of labels is given. */
export function knownCells(obs: AnnData['obs'], { batch, labels }: ScoreColumns): KnownCells {
  const names = labels === undefined ? [batch] : [batch, labels];
  const columns = names.map((name) => columnText(column(obs, name)));
  const known = (row: number) => columns.every((values) => values[row] !== null && values[row] !== '');
  const rows = [...columns[0]!.keys()].filter(known);
  const [batches, types] = columns.map((values) => rows.map((row) => values[row]!));
  return { rows, batch: batches!, ...(types ? { labels: types } : {}), all: columns[0]!.length };
}

/** Why a column is hardly one of categories; undefined if it may be one. */
function doubtful(name: string, values: readonly string[]): string | undefined {
  const groups = encodeLabels(name, values);
  const doubt = doubtGroups(groups);
  return (
    doubt &&
    `${grouped(groups.categories.length)} categories of '${name}' for ${grouped(values.length)} cells (${doubt})`
  );
}

/**
 * Why cells can't be scored by these columns of obs; undefined if they can.
 *
 * @param insist - Whether any column of batches is accepted.
 * @throws RangeError if there is no such column.
 */
export function whyNotScored(obs: AnnData['obs'], names: ScoreColumns, insist = false): string | undefined {
  const { rows, batch, labels } = knownCells(obs, names);
  const needed = names.labels === undefined ? 'a batch' : 'a batch and a label';
  if (rows.length < leastCells) return `${rows.length} cells have ${needed}, and ${leastCells} are needed`;
  if (new Set(batch).size < 2) return `all of them belong to batch '${batch[0]}'`;
  if (labels && new Set(labels).size < 2) return `all of them have the label '${labels[0]}'`;
  const doubt = insist ? undefined : doubtful(names.batch, batch);
  if (doubt) return `${doubt}; --many-batches accepts it`;
  return labels && doubtful(names.labels!, labels);
}

/** Scores latents by columns of obs. Cells without a batch or a label are left out, and it says how many. */
export async function scoreLatents(
  { bio, nio, x, nioDetached, model }: ScoredLatents,
  obs: AnnData['obs'],
  names: ScoreColumns,
  { seed = 0 }: { seed?: number | undefined },
  shell: Shell,
): Promise<ModelReport> {
  const { rows, all, ...columns } = knownCells(obs, names);
  const [known, cells] = [grouped(rows.length), grouped(all)];
  shell.progress.line(
    `scoring ${rows.length < all ? `the ${known} of ${cells} cells that are labelled` : `${cells} cells`}`,
  );
  const pick = <M extends Matrix | CsrMatrix>(matrix: M): M =>
    rows.length < all ? selectRows(matrix, rows) : matrix;
  const latents = { bio: pick(bio), ...(nio ? { nio: pick(nio) } : {}) };
  const options = {
    seed,
    ...(nioDetached === undefined ? {} : { nioDetached }),
    // Checked before, by whyNotScored.
    manyCategories: true,
    ...(x ? { x: pick(x) } : {}),
  };
  return followed(shell, percentDone('scoring'), (watched) =>
    evaluateLatents(latents, columns, { ...options, ...watched }, model ? { model } : {}),
  );
}
