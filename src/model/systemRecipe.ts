import { aSeed, oneOf } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import type { OptionTable } from '../check/options.js';
import type { Plan } from '../train/plan.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { BuildSource, CovariateSpec, SystemDefinition, SystemOptions } from './definition.js';
import type { InputKind, Scale } from './map/inputScale.js';

/** A {@link SystemDefinition} applied to the options of one system. */
export interface SystemRecipe<Parts extends Assembly = Assembly> {
  kind: string;
  options: SystemOptions;
  seed: number | string;
  /** Every column that `fit` takes; `batch` comes first. */
  covariates: Readonly<Record<string, CovariateSpec>>;
  /** What the caller says about the values of x. */
  input: 'auto' | InputKind;
  scale: Scale | 'auto';
  /** The values that the likelihood is made for; undefined if any. */
  meant: 'counts' | 'logarithms' | undefined;
  cellRows: boolean;
  plan(shape: SystemShape): Partial<Plan>;
  build(shape: SystemShape, from: BuildSource): Parts;
}

const usualBatch: CovariateSpec = { kind: 'categories', required: false };

function checkCovariates(kind: string, covariates: Readonly<Record<string, CovariateSpec>>): void {
  if ('' in covariates) {
    throw badValue({ argument: `${kind}: covariates`, expected: 'names', received: "''" });
  }
  const { batch = usualBatch } = covariates;
  if (batch.kind === 'categories') return;
  const expected = "kind 'categories' for batch";
  throw badValue({ argument: `${kind}: covariates`, expected, received: `'${batch.kind}'` });
}

/** Defaults and checks of {@link SystemOptions}, for the option tables of systems. */
export const systemTable: OptionTable<SystemOptions, { seed: number | string; input: 'auto' | InputKind }> = {
  seed: (argument, given = 0) => aSeed(argument, given),
  input: (argument, given = 'auto') => oneOf(argument, given, ['auto', 'counts', 'asIs']),
};

/** Throws if counts are promised to a model that doesn't take them. */
function checkScaleOf(kind: string, input: 'auto' | InputKind, scale: Scale | 'auto'): void {
  if (input !== 'counts' || scale !== 'asIs') return;
  const next = 'Give log1p(normalizeTotal(counts)).';
  throw badValue({
    argument: `${kind}: input`,
    expected: "'auto' or 'asIs', since this model doesn't take counts",
    received: "'counts'",
    next,
  });
}

/**
 * Applies a definition to the options of one system.
 *
 * @throws TypeError on a seed that is neither a number nor a string; RangeError on a covariate without a name, or a batch of
 * numbers.
 */
export function recipeOf<Options extends SystemOptions, Parts extends Assembly>(
  definition: SystemDefinition<Options, Parts>,
  options: Options,
): SystemRecipe<Parts> {
  const { kind, cellRows = false } = definition;
  const covariates = { batch: usualBatch, ...definition.covariates?.(options) };
  checkCovariates(kind, covariates);
  const seed = systemTable.seed(`${kind}: seed`, options.seed);
  const input = systemTable.input(`${kind}: input`, options.input);
  const scale = definition.scale?.(options) ?? 'asIs';
  checkScaleOf(kind, input, scale);
  return {
    kind,
    options,
    seed,
    covariates,
    cellRows,
    scale,
    input,
    meant: definition.meant?.(options) ?? (scale === 'counts' ? 'counts' : undefined),
    plan: (shape) => definition.plan?.(shape, options) ?? {},
    build: (shape, from) => definition.build(shape, options, from),
  };
}
