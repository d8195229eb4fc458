import { sameLength } from '../check/checks.js';
import type { MatrixLike } from '../matrix/matrix.js';
import { createRng } from '../random/rng.js';
import { splitRows } from '../train/epochs/splitRows.js';
import type { TrainingSet } from '../train/minibatch.js';
import { randomSampler } from '../train/samplers/randomSampler.js';
import { buildSystem } from './buildRun.js';
import { asTrainingCells, checkGenes } from './checkCells.js';
import { codeColumns, covariateShape, oneBatch } from './covariateColumns.js';
import { checkFitOptions, type FitOptions, fitOptionNames, planOf, resumedPlan } from './fitOptions.js';
import type { PreparedFit } from './lifecycle.js';
import { checkCounts } from './map/inputScale.js';
import type { SystemRecipe } from './systemRecipe.js';
import type { TrainedSystem } from './trainedSystem.js';

/** Options of a system's `fit`: labels, if a system takes any, are a covariate. */
export type SystemFitOptions = Omit<FitOptions, 'labels'>;

const optionNames = fitOptionNames.filter((name) => name !== 'labels');

async function trainingSet(
  x: MatrixLike,
  given: object,
  { genes }: SystemFitOptions,
  recipe: SystemRecipe,
  known: TrainedSystem | undefined,
): Promise<TrainingSet> {
  const cells = await asTrainingCells(x, genes);
  if (recipe.counts) checkCounts('fit: x', cells);
  const count = cells.shape[0];
  const specs = Object.entries(recipe.covariates);
  const needed = specs.flatMap(([name, { required = true }]) => (required ? [name] : []));
  const expected = { call: 'fit', cells: count, covariates: recipe.covariates, needed };
  const columns = await codeColumns(given, known ? { ...expected, known } : expected);
  return {
    x: cells,
    batch: oneBatch(count, known?.batches),
    ...columns,
    ...(recipe.cellRows ? { cellRows: true } : {}),
  };
}

/** A new system for these cells, with nothing learnt yet. */
function newSystem(set: TrainingSet, options: SystemFitOptions, recipe: SystemRecipe): TrainedSystem {
  const [cells, genes] = set.x.shape;
  const { genes: geneNames, preprocessing } = options;
  const shapes = Object.entries(set.covariates!).map(([name, column]) => [name, covariateShape(column)]);
  const sizes = { cells, genes, batches: set.batch.categories, covariates: Object.fromEntries(shapes) };
  const built = buildSystem(recipe, sizes, set);
  const usual = recipe.plan({ ...sizes, rng: createRng(recipe.seed) });
  return {
    ...built,
    ...sizes,
    ...(geneNames ? { geneNames: [...geneNames] } : {}),
    ...(preprocessing ? { preprocessing } : {}),
    plan: planOf({ ...usual, ...options }, cells),
    history: [],
  };
}

function resumed(set: TrainingSet, options: SystemFitOptions, earlier: TrainedSystem): TrainedSystem {
  sameLength('fit: x, when resuming', set.x.shape[0], earlier.cells, 'cell of the first run');
  checkGenes('fit: x, when resuming', set.x.shape[1], options.genes, earlier);
  earlier.plan = resumedPlan(options, earlier.plan);
  return earlier;
}

/** Checks everything before anything is trained, and says what is to be done: a new run, or one that goes on. */
export async function prepareSystem(
  x: MatrixLike,
  given: object,
  options: SystemFitOptions,
  recipe: SystemRecipe,
  earlier: TrainedSystem | undefined,
): Promise<PreparedFit<TrainedSystem>> {
  checkFitOptions(options, optionNames);
  options.signal?.throwIfAborted();
  const set = await trainingSet(x, given, options, recipe, earlier);
  const fitted = earlier ? resumed(set, options, earlier) : newSystem(set, options, recipe);
  const { run, plan, history, assembly } = fitted;
  run.sampler = assembly.sampler?.(set) ?? randomSampler;
  const { seed } = recipe;
  const rows = splitRows(fitted.cells, plan.validation, createRng(`${seed}/validation`));
  return { fitted, job: { run, set, rows, plan, seed, history, signal: options.signal } };
}
