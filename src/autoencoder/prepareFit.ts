import { sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';
import type { MatrixLike } from '../matrix/matrix.js';
import { asTrainingCells, checkGenes } from '../model/checkCells.js';
import { checkFitOptions, type FitOptions, planOf, resumedPlan } from '../model/fitOptions.js';
import type { PreparedFit } from '../model/lifecycle.js';
import { checkCounts, detectInput, toModelScale } from '../model/map/inputScale.js';
import { warn } from '../platform/warnings.js';
import { createRng } from '../random/rng.js';
import { inactiveTerms } from '../train/bindTerms.js';
import { splitRows } from '../train/epochs/splitRows.js';
import type { TrainingSet } from '../train/minibatch.js';
import { buildModel, modelShape } from './buildModel.js';
import type { Fitted } from './fitted.js';
import type { ResolvedOptions } from './options.js';

/** Cells checked and brought to the model's scale. */
interface PreparedCells {
  set: TrainingSet;
  input: Fitted['input'];
}

async function prepareCells(
  x: MatrixLike,
  batch: ArrayLike<string | number>,
  options: FitOptions,
  kind: ResolvedOptions['input'],
): Promise<PreparedCells> {
  const cells = await asTrainingCells(x, options.genes);
  const count = cells.shape[0];
  sameLength('fit: batch', batch.length, count, 'cell of x');
  if (options.labels) sameLength('fit: labels', options.labels.length, count, 'cell of x');
  const input = kind === 'auto' ? detectInput(cells) : kind;
  if (input === 'counts') checkCounts('fit: x', cells);
  const labels: { labels?: Labels } = options.labels
    ? { labels: encodeLabels('fit: labels', options.labels) }
    : {};
  const set = { x: toModelScale(cells, input), batch: encodeLabels('fit: batch', batch), ...labels };
  return { set, input };
}

/** A new model for these cells, with nothing learnt yet. */
function newFitted({ set, input }: PreparedCells, resolved: ResolvedOptions, options: FitOptions): Fitted {
  const [cells, genes] = set.x.shape;
  const batches = set.batch.categories;
  const labels = set.labels?.categories ?? [];
  const shape = modelShape(resolved, { cells, genes, batches: batches.length, labels: labels.length });
  for (const { name, reason } of inactiveTerms(resolved.terms, shape)) {
    warn(`fit: term '${name}' does nothing: ${reason}.`, options);
  }
  if (batches.length === 1)
    warn(`fit: there is one batch only ('${batches[0]}'): nothing to set apart.`, options);
  const centroids = { data: new Float32Array(0), shape: [0, 0] as [number, number] };
  const { preprocessing } = options;
  const named = {
    ...(options.genes ? { geneNames: [...options.genes] } : {}),
    ...(preprocessing ? { preprocessing } : {}),
  };
  const run = buildModel(resolved, shape);
  return {
    run,
    cells,
    genes,
    ...named,
    batches,
    labels,
    input,
    plan: planOf(options, cells),
    centroids,
    history: [],
  };
}

/** Throws unless these are the cells of the run that is to go on. */
function checkSameCells({ set, input }: PreparedCells, fitted: Fitted, options: FitOptions): void {
  sameLength('fit: x, when resuming', set.x.shape[0], fitted.cells, 'cell of the first run');
  checkGenes('fit: x, when resuming', set.x.shape[1], options.genes, fitted);
  const [now, before] = [set.batch.categories.join("', '"), fitted.batches.join("', '")];
  if (now === before && input === fitted.input) return;
  const expected = `batches '${before}' and input '${fitted.input}', as in the first run`;
  throw badValue({ argument: 'fit: batch, when resuming', expected, received: `'${now}' and '${input}'` });
}

/** Checks everything before anything is trained, and says what is to be done: a new run, or one that goes on. */
export async function prepareFit(
  x: MatrixLike,
  batch: ArrayLike<string | number>,
  options: FitOptions,
  resolved: ResolvedOptions,
  earlier: Fitted | undefined,
): Promise<PreparedFit<Fitted>> {
  checkFitOptions(options);
  options.signal?.throwIfAborted();
  const cells = await prepareCells(x, batch, options, earlier?.input ?? resolved.input);
  if (earlier) {
    checkSameCells(cells, earlier, options);
    earlier.plan = resumedPlan(options, earlier.plan);
  }
  const fitted = earlier ?? newFitted(cells, resolved, options);
  const { run, plan, history } = fitted;
  const rows = splitRows(fitted.cells, plan.validation, createRng(`${resolved.seed}/validation`));
  return {
    fitted,
    job: { run, set: cells.set, rows, plan, seed: resolved.seed, history, signal: options.signal },
  };
}
