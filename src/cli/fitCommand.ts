import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions, FitOptions } from '../autoencoder/options.js';
import { oneOf } from '../check/checks.js';
import type { AnnData } from '../io/anndata.js';
import { checkWritable } from '../io/checkWritable.js';
import { labels } from '../io/columnByName.js';
import { writeH5ad } from '../io/h5ad/writeH5ad.js';
import { addResults, readCells, selectGenes } from './cells.js';
import { type Command, type CommandValues, inputOption, required, wholeOption } from './parseCommand.js';
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
  const { preprocessing } = cells;
  await train(model, modelled, batch, { signal, preprocessing, ...(epochs === undefined ? {} : { epochs }) });
  const results = await addResults(cells, model, modelled, values.to);
  signal.throwIfAborted();
  // The model first: it took the time.
  if (values.model !== undefined) await model.save(values.model);
  await writeH5ad(results, out);
  const [count, genes] = modelled.x.shape;
  return `${out}: ${count} cells, ${model.batches.length} batches, ${genes} genes${cells.counts ? ', counts log-normalised' : ''}`;
}
