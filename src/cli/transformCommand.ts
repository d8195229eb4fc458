import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { labels } from '../io/columnByName.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import type { CellOptions } from '../model/map/cellOptions.js';
import { type ReadCells, readCells, unneeded } from './cells.js';
import type { CommandValues } from './commandLine/optionTable.js';
import type { Command } from './commandLine/parseCommand.js';
import { inputOf } from './input/readInput.js';
import type { PreparedAtFit } from './logarithmsOf.js';
import { computeResults, plannedResults, wantsCorrected } from './results.js';
import { saveResults } from './save/saveResults.js';
import type { Outcome, Shell } from './shell/shell.js';
import { startBackend } from './startBackend.js';
import { outputOf } from './writeResults.js';

/** How the cells of a model were prepared; undefined if the model prepares them itself. */
function preparedAtFit({ input, preprocessing }: DisentangledAE): PreparedAtFit | undefined {
  return input === 'counts' ? undefined : ((preprocessing ?? {}) as PreparedAtFit);
}

/** Reads cells as a model takes them: on its scale. */
export function readForModel(
  model: DisentangledAE,
  { files, values }: Command,
  shell: Shell,
): Promise<ReadCells> {
  const { input = 'auto', 'make-unique': makeUnique } = values;
  const fitted = preparedAtFit(model);
  const options = fitted ? { input, fitted } : { input: 'asIs' as const, fitted: {} };
  return readCells(files[0]!, shell, { from: inputOf(values), makeUnique, leaveOut: unneeded, ...options });
}

/** How a model takes these cells. */
export function cellOptions(
  { input = 'auto', 'fill-missing': fill }: CommandValues,
  { progress }: Shell,
): Pick<CellOptions, 'input' | 'leastMatched' | 'onWarning'> {
  return { input, ...(fill ? { leastMatched: 0 } : {}), onWarning: progress.line };
}

/** `zbio transform`: reads cells and a trained model, writes latents and corrected expression. */
export async function transformCommand(command: Command, shell: Shell): Promise<Outcome> {
  const { values } = command;
  const { out, to } = values;
  await checkWritable(out!);
  const backend = await startBackend(values, shell);
  using model = await DisentangledAE.load(values.model!);
  const cells = await readForModel(model, command, shell);
  const genes = model.genes?.length ?? cells.normalised.varNames.length;
  const count = cells.adata.obsNames.length;
  const options = {
    ...cellOptions(values, shell),
    to,
    batch: values.batch === undefined ? undefined : labels(cells.adata.obs, values.batch),
    corrected: wantsCorrected(values, [count, genes], shell),
  };
  const output = outputOf(cells, command, shell);
  await output.check(plannedResults(cells, model.genes ?? cells.normalised.varNames, options));
  const saving = { out: out!, write: output.write, cells: cells.adata.obsNames, signal: shell.signal };
  await saveResults(saving, () => computeResults(cells, model, cells.normalised, options, shell));
  return {
    text: `${out}: ${count} cells, ${genes} genes`,
    json: { command: 'transform', out, backend, cells: count, genes, corrected: options.corrected },
  };
}
