import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { subsetGenes } from '../io/subset.js';
import { addResults, plannedResults, readCells, wereCounts } from './cells.js';
import { checkOutput } from './checkOutput.js';
import { type Command, required } from './parseCommand.js';
import { saveResults } from './saveResults.js';

/** Whether cells for this model are counts that must be normalised here; undefined if the model hasn't recorded it. */
function countsFor({ input, preprocessing }: DisentangledAE): boolean | undefined {
  // A model of counts normalises them itself.
  if (input === 'counts') return false;
  const recorded = preprocessing?.[wereCounts];
  return typeof recorded === 'boolean' ? recorded : undefined;
}

/** `zbio transform`: reads cells and a trained model, writes latents and corrected expression. */
export async function transformCommand({ file, values }: Command, signal: AbortSignal): Promise<string> {
  const source = required(file, 'the h5ad to read, as in zbio transform --model m.zbio cells.h5ad …');
  const path = required(values.model, '--model <file>');
  const out = required(values.out, '--out <file>');
  await checkWritable(out);
  using model = await DisentangledAE.load(path);
  const cells = await readCells(source, values.layer, countsFor(model));
  const modelled = model.genes ? subsetGenes(cells.normalised, [...model.genes]) : cells.normalised;
  await checkOutput(cells.adata, plannedResults(cells, modelled.varNames));
  const saving = { source, layer: values.layer, out, cells: cells.adata.obsNames, signal };
  await saveResults(saving, () => addResults(cells, model, modelled, values.to));
  const [count, genes] = modelled.x.shape;
  return `${out}: ${count} cells, ${genes} genes`;
}
