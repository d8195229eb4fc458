import { badValue } from '../check/errors.js';
import type { Assembly } from './assembly.js';
import { checkSameRun, type RunParts } from './checkpoint/sameRun.js';
import { type SavedOptions, splitOptions } from './file/savedOptions.js';
import type { SystemFitOptions } from './fitOptions.js';
import type { Fitted } from './fitted.js';
import { firstPlan } from './prepareFit.js';
import type { SystemFile } from './readSystem.js';
import type { SystemRecipe } from './systemRecipe.js';
import { unpackSystem } from './unpackSystem.js';

/** Options with their defaults, as far as the engine knows them; those that no file can hold are compared by name alone. */
function optionsOf({ plain, custom }: SavedOptions): Record<string, unknown> {
  const functions = Object.fromEntries(custom.map((name) => [name, 'a function or a network']));
  return { seed: 0, input: 'auto', ...plain, ...functions };
}

function partsOf(
  kind: string,
  options: SavedOptions,
  plan: object,
  { genes, preprocessing }: Pick<SystemFitOptions, 'genes' | 'preprocessing'>,
): RunParts {
  return {
    model: { class: kind },
    options: optionsOf(options),
    'options of fit': { ...plan, epochs: 0 },
    'genes and preprocessing': { genes: genes && [...genes].sort(), preprocessing },
  };
}

function checkEpochs(path: string, { epochs }: SystemFitOptions, planned: number): void {
  if (epochs === undefined || epochs >= planned) return;
  throw badValue({
    argument: 'fit: epochs',
    expected: `at least ${planned}, as in the run that '${path}' holds`,
    received: `${epochs}`,
  });
}

/**
 * Builds the run that a file holds, to go on with it.
 *
 * @throws RangeError unless it is a run of this model with these options of `fit`; only `epochs` may grow.
 */
export async function continueRun<Parts extends Assembly>(
  path: string,
  file: SystemFile,
  recipe: SystemRecipe<Parts>,
  options: SystemFitOptions,
): Promise<Fitted<Parts>> {
  const { header } = file;
  const own = splitOptions(recipe.options);
  const { geneNames: genes, preprocessing, plan } = header;
  const asked = firstPlan(recipe, header, options);
  checkSameRun(
    path,
    partsOf(recipe.kind, own, asked, options),
    partsOf(header.kind, header.options, plan, {
      ...(genes && { genes }),
      ...(preprocessing && { preprocessing }),
    }),
  );
  checkEpochs(path, options, plan.epochs);
  const given = Object.fromEntries(own.custom.map((name) => [name, recipe.options[name as keyof object]]));
  return unpackSystem(recipe, file, given);
}
