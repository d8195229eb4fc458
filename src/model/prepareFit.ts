import { allOrNothing } from '../backend/variable.js';
import { sameLength } from '../check/checks.js';
import { badValue, failure } from '../check/errors.js';
import { quoted } from '../check/quoted.js';
import { columnMeans } from '../matrix/columnMoments.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { warn } from '../platform/warnings.js';
import { createRng } from '../random/rng.js';
import { inactiveTerms } from '../train/bindTerms.js';
import { splitRows } from '../train/epochs/splitRows.js';
import type { TrainingJob } from '../train/epochs/trainingJob.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import { randomSampler } from '../train/samplers/randomSampler.js';
import type { Assembly, SystemShape } from './assembly.js';
import { buildSystem, termShape } from './buildRun.js';
import { asTrainingCells } from './checkCells.js';
import { codeColumns, covariateShape, namesOf, oneBatch, singleCells } from './covariateColumns.js';
import { checkFitOptions, planOf, resumedPlan, type SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import { type InputCells, toModelScale } from './map/inputScale.js';
import type { SystemRecipe } from './systemRecipe.js';

/** A fit that is checked and ready to begin. */
export interface PreparedFit<Parts extends Assembly = Assembly> {
  /** A new one; when resuming, that of the earlier run. */
  fitted: Fitted<Parts>;
  job: Omit<TrainingJob, 'stepper'>;
}

/** How cells are taken. */
interface TakenCells extends InputCells {
  /** Absent when resuming a run whose file doesn't hold them. */
  units?: Fitted['units'] | undefined;
}

/** Checked cells on the networks' scale. */
interface PreparedCells extends Omit<TakenCells, 'x'> {
  set: TrainingSet;
}

/** Decides how the cells are taken; when resuming, they are brought to the genes and the units of the first run. */
async function takenCells(
  x: Matrix | CsrMatrix,
  { genes, onWarning }: SystemFitOptions,
  recipe: SystemRecipe,
  earlier: Fitted | undefined,
): Promise<TakenCells> {
  if (earlier) {
    const { cellsAfterFit } = await import('./cells/cellsAfterFit.js');
    const rules = { missingGenes: 'error', leastMatched: 0, fixed: true } as const;
    const given = { genes, input: recipe.input, onWarning, ...rules };
    return { units: earlier.units, ...cellsAfterFit('fit: x, when resuming', x, given, earlier) };
  }
  const { cellsAtFit } = await import('./cells/cellsAtFit.js');
  return cellsAtFit(x, { genes, onWarning }, recipe);
}

async function prepareCells(
  x: MatrixLike,
  columns: object,
  options: SystemFitOptions,
  recipe: SystemRecipe,
  earlier: Fitted | undefined,
): Promise<PreparedCells> {
  const { manyCategories = false } = options;
  const given = await asTrainingCells(x, options);
  const { x: matrix, ...taken } = await takenCells(given, options, recipe, earlier);
  const [cells] = matrix.shape;
  const needed = namesOf(recipe.covariates, ({ required = true }) => required);
  const expected = { call: 'fit', cells, covariates: recipe.covariates, needed, manyCategories };
  const coded = await codeColumns(columns, earlier ? { ...expected, fitted: earlier } : expected);
  const set = {
    x: toModelScale({ x: matrix, scale: taken.scale }),
    batch: oneBatch(cells, earlier?.batches),
    ...coded,
    ...(recipe.cellRows ? { cellRows: true as const } : {}),
  };
  return { set, ...taken };
}

/** Warns, once and before training, of terms that have no effect on these cells: they would fail silently. */
function warnOfIdle({ assembly, ...sizes }: Fitted, recipe: SystemRecipe, options: SystemFitOptions): void {
  const terms = assembly.phases.flatMap((phase) => phase.terms);
  for (const { name, reason } of inactiveTerms(terms, termShape(recipe, sizes, assembly.latent))) {
    warn(`fit: term '${name}' does nothing: ${reason}.`, options);
  }
  const { required = true } = recipe.covariates['batch']!;
  if (!required || sizes.batches.length > 1) return;
  warn(`fit: there is one batch only ('${sizes.batches[0]}'): no batch effect can be learnt.`, options);
}

/** The options that are given: an explicit `undefined` must not replace a system's own plan. */
const givenOf = (options: SystemFitOptions): SystemFitOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** The plan of a run from the start: the system's own, with the options that are given. */
export function firstPlan(
  recipe: SystemRecipe,
  sizes: Omit<SystemShape, 'rng'>,
  options: SystemFitOptions,
): Plan {
  const usual = recipe.plan({ ...sizes, rng: createRng(recipe.seed) });
  return planOf({ ...usual, ...givenOf(options) }, sizes.cells);
}

/** Warns of batches with one cell: such a column is often not the one that was meant. */
function warnOfSingles({ batch }: TrainingSet, options: SystemFitOptions): void {
  const names = singleCells(batch);
  if (names.length === 0 || batch.categories.length === 1) return;
  const which = `${names.length === 1 ? 'batch' : 'each of the batches'} ${quoted(names)}`;
  warn(`fit: there is only one cell in ${which}: the batch effect can't be learnt from it.`, options);
}

/** Makes a new, untrained fit for these cells. */
function newFit<Parts extends Assembly>(
  { set, scale, units }: PreparedCells,
  options: SystemFitOptions,
  recipe: SystemRecipe<Parts>,
): Fitted<Parts> {
  const [cells, genes] = set.x.shape;
  const { genes: geneNames, preprocessing } = options;
  const shapes = Object.entries(set.covariates!).map(([name, column]) => [name, covariateShape(column)]);
  const sizes = { cells, genes, batches: set.batch.categories, covariates: Object.fromEntries(shapes) };
  const plan = firstPlan(recipe, sizes, options);
  const fitted: Fitted<Parts> = {
    ...buildSystem(recipe, sizes, { cells: set }),
    ...sizes,
    scale,
    ...(units ? { units } : {}),
    ...(geneNames ? { geneNames: [...geneNames], geneMeans: columnMeans(set.x) } : {}),
    ...(preprocessing ? { preprocessing } : {}),
    plan,
    history: [],
  };
  warnOfIdle(fitted, recipe, options);
  warnOfSingles(set, options);
  return fitted;
}

/** Throws unless these can be the cells of the run that is to be resumed. */
function checkResumed({ set }: PreparedCells, earlier: Fitted): void {
  sameLength('fit: x, when resuming', set.x.shape[0], earlier.cells, 'cell of the first run');
  const missing = Object.keys(earlier.covariates).find((name) => !(name in set.covariates!));
  if (missing !== undefined) {
    const expected = 'the column of the first run';
    throw badValue({ argument: `fit: ${missing}, when resuming`, expected, received: 'none' });
  }
}

/** Checksums of the cells, if the run is to be kept in a file; when resuming, they must be those of the first run. */
async function checkedSums(
  set: TrainingSet,
  { checkpoint }: SystemFitOptions,
  earlier: Fitted | undefined,
): Promise<Fitted['checksums']> {
  if (!checkpoint && !earlier?.checksums) return undefined;
  const { checkedChecksums } = await import('./checkpoint/checkedChecksums.js');
  return checkedChecksums(set, earlier?.checksums);
}

function jobOf(
  { run, plan, history, assembly, cells, scale, geneNames }: Fitted,
  set: TrainingSet,
  { signal, onStep, retries = 0 }: SystemFitOptions,
  { seed }: SystemRecipe,
): PreparedFit['job'] {
  const rows = splitRows(cells, plan.validation, createRng(`${seed}/validation`));
  run.sampler = assembly.sampler?.(set) ?? randomSampler;
  const naming = { genes: geneNames, logNormalised: scale === 'logCounts' };
  return { run, set, rows, plan, seed, history, signal, onStep, retries, cells: naming };
}

/** Checks everything before training, and prepares a new run or, with `earlier`, its continuation. */
export async function prepareFit<Parts extends Assembly>(
  x: MatrixLike,
  columns: object,
  options: SystemFitOptions,
  recipe: SystemRecipe<Parts>,
  earlier: Fitted<Parts> | undefined,
): Promise<PreparedFit<Parts>> {
  checkFitOptions(options);
  if (earlier?.mapped) {
    const next = 'Resume the model that was extended, then extend it again; or fit anew, on all cells.';
    throw failure(
      'ZBIO_BAD_STATE',
      `fit, resume: a model with added batches can't be trained further. ${next}`,
    );
  }
  options.signal?.throwIfAborted();
  const prepared = await prepareCells(x, columns, options, recipe, earlier);
  if (earlier) checkResumed(prepared, earlier);
  const checksums = await checkedSums(prepared.set, options, earlier);
  return allOrNothing(() => {
    const fitted = earlier ?? newFit(prepared, options, recipe);
    const plan = earlier ? resumedPlan(options, earlier.plan) : fitted.plan;
    const job = jobOf({ ...fitted, plan }, prepared.set, options, recipe);
    // Last, so that a refused call leaves an earlier fit as it was.
    fitted.plan = plan;
    if (checksums) fitted.checksums = checksums;
    return { fitted, job };
  });
}
