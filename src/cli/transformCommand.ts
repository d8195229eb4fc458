import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { AnnData } from '../io/anndata.js';
import { checkWritable } from '../io/checkWritable.js';
import { subsetGenes } from '../io/subset.js';
import { type ReadCells, readCells, wereCounts } from './cells.js';
import type { Command } from './parseCommand.js';
import { computeResults, wantsCorrected } from './results.js';
import type { Outcome, Shell } from './shell.js';
import { startBackend } from './startBackend.js';
import { writeResults } from './writeResults.js';

/** Whether cells for this model are counts that must be normalised here; undefined if the model hasn't recorded it. */
function countsFor({ input, preprocessing }: DisentangledAE): boolean | undefined {
  // A model of counts normalises them itself.
  if (input === 'counts') return false;
  const recorded = preprocessing?.[wereCounts];
  return typeof recorded === 'boolean' ? recorded : undefined;
}

/** Reads cells as a model takes them: on its scale, with its genes. */
export async function readForModel(
  model: DisentangledAE,
  { files, values: { layer } }: Command,
  shell: Shell,
): Promise<{ cells: ReadCells; modelled: AnnData }> {
  const cells = await readCells(files[0]!, shell, { layer, counts: countsFor(model) });
  const modelled = model.genes ? subsetGenes(cells.normalised, [...model.genes]) : cells.normalised;
  return { cells, modelled };
}

/** `zbio transform`: reads cells and a trained model, writes latents and corrected expression. */
export async function transformCommand(command: Command, shell: Shell): Promise<Outcome> {
  const { values } = command;
  const { out, to } = values;
  await checkWritable(out!);
  const backend = await startBackend(values, shell);
  using model = await DisentangledAE.load(values.model!);
  const { cells, modelled } = await readForModel(model, command, shell);
  const corrected = wantsCorrected(values, modelled.x.shape, shell);
  const additions = await computeResults(cells, model, modelled, { to, corrected }, shell);
  await writeResults(cells.adata, additions, out!, shell);
  const [count, genes] = modelled.x.shape;
  return {
    text: `${out}: ${count} cells, ${genes} genes`,
    json: { command: 'transform', out, backend, cells: count, genes, corrected },
  };
}
