import { listed } from '../../check/quoted.js';
import type { Assembly } from '../../model/assembly.js';
import { splitOptions } from '../../model/file/savedOptions.js';
import { fingerprint } from '../../model/fingerprint.js';
import type { Fitted } from '../../model/fitted.js';
import type { SystemRecipe } from '../../model/systemRecipe.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import { type Fact, flattened } from './facts.js';

/** What a page says about a model. */
export interface ModelFacts {
  kind: string;
  /** SHA-256 of what decides its results; absent where there is no cryptography. */
  fingerprint?: string;
  /** Latents, networks and cells of `fit`. */
  about: Fact[];
  /** The options that it was made with; others have their defaults. */
  options: Fact[];
  /** The options that passed through `fit`, and what came of them. */
  fit: Fact[];
  history: readonly EpochRecord[];
}

const sizeOf = ({ variables }: Assembly['networks'][string]): number =>
  variables.reduce((sum, { size }) => sum + size, 0);

function aboutOf({ assembly, ...cells }: Fitted): Fact[] {
  const { units, scale, preprocessing, batches, covariates } = cells;
  return [
    ...Object.entries(assembly.latent).map(([name, size]): Fact => [`dimensions of ${name}`, size]),
    ...Object.entries(assembly.networks).map(([name, part]): Fact => [`numbers in ${name}`, sizeOf(part)]),
    ['cells of fit', cells.cells],
    ['genes', cells.genes],
    ['batches of fit', listed(batches)],
    ...Object.entries(covariates).map(
      ([name, { categories, size }]): Fact => [
        `covariate ${name}`,
        categories ? listed(categories) : `${size} columns of numbers`,
      ],
    ),
    ...(units ? [['units of the cells of fit', units.kind] as const] : []),
    ['values that the networks see', scale === 'asIs' ? 'as given' : scale],
    ...flattened(preprocessing ?? {}, 'preprocessing'),
  ];
}

function fitOf({ plan, history, run }: Fitted): Fact[] {
  const last = history.at(-1);
  const seconds = history.reduce((sum, one) => sum + one.seconds, 0);
  const rates = Object.entries(last?.learningRates ?? {});
  return [
    ['epochs done', run.epoch],
    ...flattened({ ...plan }),
    ['time, in seconds', Number(seconds.toFixed(1))],
    ...rates.map(([name, rate]): Fact => [`last learning rate of ${name}`, rate]),
    ...(run.rateFactor === 1 ? [] : [['learning rates multiplied by', run.rateFactor] as const]),
  ];
}

/** Describes a fitted model. */
export async function modelFacts(recipe: SystemRecipe, fitted: Fitted): Promise<ModelFacts> {
  const { plain, custom } = splitOptions(recipe.options);
  const mark = await fingerprint(recipe, fitted);
  return {
    kind: recipe.kind,
    ...(mark === undefined ? {} : { fingerprint: mark }),
    about: aboutOf(fitted),
    options: [
      ...flattened({ seed: recipe.seed, ...plain }),
      ...custom.map((name): Fact => [name, 'given as code']),
    ],
    fit: fitOf(fitted),
    history: fitted.history,
  };
}
