import { type AutoencoderAssembly, autoencoderDefinition } from '../../src/autoencoder/definition.js';
import type { ResolvedOptions } from '../../src/autoencoder/options.js';
import { type BuiltSystem, buildSystem } from '../../src/model/buildRun.js';
import { recipeOf } from '../../src/model/systemRecipe.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** The parts and the run of a {@link DisentangledAE} of these sizes, with nothing learnt yet; `disposeSystem` frees them. */
export function autoencoderRun(
  options: ResolvedOptions,
  { cells, genes, batches, labels = 0 }: { cells: number; genes: number; batches: number; labels?: number },
): BuiltSystem<AutoencoderAssembly> {
  const recipe = recipeOf(autoencoderDefinition(options), { seed: options.seed });
  const covariates = labels ? { labels: { size: labels, categories: names(labels) } } : {};
  return buildSystem(recipe, { cells, genes, batches: names(batches), covariates });
}
