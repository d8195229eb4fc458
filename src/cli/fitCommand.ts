import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions, FitOptions } from '../autoencoder/options.js';
import { oneOf } from '../check/checks.js';
import type { AnnData } from '../io/anndata.js';
import { labels } from '../io/columnByName.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { addResults, plannedResults, readCells, selectGenes } from './cells.js';
import { checkOutput } from './checkOutput.js';
import { type Command, type CommandValues, inputOption, required, wholeOption } from './parseCommand.js';
import { saveResults } from './saveResults.js';
import { statusLine } from './statusLine.js';

function modelOptions(values: CommandValues): DisentangledAEOptions {
  const [bio, nio] = [wholeOption('bio', values.bio), wholeOption('nio', values.nio)];
  return {
    // The cells are log-normalised before the model sees them.
    input: 'asIs',
    seed: wholeOption('seed', values.seed) ?? 0,
    latent: { ...(bio === undefined ? {} : { bio }), ...(nio === undefined ? {} : { nio }) },
    ...(values.preset === undefined
      ? {}
      : { preset: values.preset as NonNullable<DisentangledAEOptions['preset']> }),
  };
}

/** Trains and shows a status line. */
async function train(
  model: DisentangledAE,
  cells: AnnData,
  batch: string[],
  options: FitOptions,
): Promise<void> {
  const status = statusLine(process.stderr);
  const onWarning = (message: string) => process.stderr.write(`${message}\n`);
  try {
    await model.fit(cells.x, batch, { ...options, genes: cells.varNames, onEpoch: status.epoch, onWarning });
  } finally {
    status.end();
  }
}

/** `zbio fit`: reads cells, trains, writes latents and corrected expression. */
export async function fitCommand({ file, values }: Command, signal: AbortSignal): Promise<string> {
  const source = required(file, 'the h5ad to read, as in zbio fit cells.h5ad …');
  const column = required(values.batch, '--batch <column of obs>');
  const out = required(values.out, '--out <file>');
  using model = new DisentangledAE(modelOptions(values));
  const epochs = wholeOption('epochs', values.epochs);
  const most = wholeOption('genes', values.genes) ?? 2000;
  // Before training, not after.
  await checkWritable(out);
  if (values.model !== undefined) await checkWritable(values.model);
  const { layer, input, 'make-unique': unique } = values;
  const cells = await readCells(source, { layer, input: inputOption(input), makeUnique: unique });
  const batch = labels(cells.adata.obs, column);
  if (values.to !== undefined) oneOf('--to', values.to, [...new Set(batch)]);
  const modelled = selectGenes(cells.normalised, batch, most);
  await checkOutput(cells.adata, plannedResults(cells, modelled.varNames));
  const { preprocessing } = cells;
  await train(model, modelled, batch, { signal, preprocessing, ...(epochs === undefined ? {} : { epochs }) });
  const saving = { source, layer: values.layer, out, cells: cells.adata.obsNames, signal };
  await saveResults({ ...saving, trained: model, path: values.model }, () =>
    addResults(cells, model, modelled, values.to),
  );
  const [count, genes] = modelled.x.shape;
  return `${out}: ${count} cells, ${model.batches.length} batches, ${genes} genes${cells.counts ? ', counts log-normalised' : ''}`;
}
