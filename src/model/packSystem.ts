import type { Assembly, CovariateShape } from './assembly.js';
import { type CellsHeader, cellsHeader } from './file/cellsHeader.js';
import { packContainer } from './file/container.js';
import { packGeneMeans, packMemory } from './file/memoryFile.js';
import { packRun, type RunHeader } from './file/runFile.js';
import { type SavedOptions, splitOptions } from './file/savedOptions.js';
import type { Fitted } from './fitted.js';
import type { SystemRecipe } from './systemRecipe.js';

/** The JSON part of a model file. */
export interface SystemHeader extends CellsHeader, RunHeader {
  kind: string;
  options: SavedOptions;
  covariates: Record<string, CovariateShape>;
  /** Configurations of the networks that the assembly describes. */
  networks: Record<string, object>;
}

function configsOf({ networks, described = [] }: Assembly): Record<string, object> {
  return Object.fromEntries(described.map((name) => [name, networks[name]!.toConfig!()]));
}

/** Packs a fitted model into one file. */
export async function packSystem({ kind, options }: SystemRecipe, fitted: Fitted): Promise<ArrayBuffer> {
  const { header: run, arrays } = await packRun(fitted);
  const header: SystemHeader = {
    kind,
    options: splitOptions(options),
    covariates: fitted.covariates,
    networks: configsOf(fitted.assembly),
    ...cellsHeader(fitted),
    ...run,
  };
  return packContainer({
    header: { ...header },
    arrays: [...arrays, ...packMemory(fitted.memory), ...packGeneMeans(fitted.geneMeans)],
  });
}
