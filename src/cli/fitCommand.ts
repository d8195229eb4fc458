import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions, FitOptions } from '../autoencoder/options.js';
import { oneOf } from '../check/checks.js';
import { counted, grouped } from '../check/grouped.js';
import type { ModelReport } from '../evaluate/evaluatedReport.js';
import type { AnnData } from '../io/anndata.js';
import { labels } from '../io/columnByName.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { checkGroups } from '../matrix/checkGroups.js';
import { encodeLabels } from '../matrix/labels.js';
import { type ReadCells, readCells, unneeded } from './cells.js';
import { afterInterrupt, checkCheckpoint, checkpointOptions, trainedAnyway } from './checkpoint.js';
import type { CommandValues } from './commandLine/optionTable.js';
import type { Command } from './commandLine/parseCommand.js';
import { UsageError } from './commandLine/usageError.js';
import { inputOf } from './input/readInput.js';
import { fileColumn, joinFiles } from './joinFiles.js';
import { type Additions, computeResults, plannedResults, wantsCorrected } from './results.js';
import { saveResults } from './save/saveResults.js';
import { scoreLatents, whyNotScored } from './scoreLatents.js';
import { selectGenes } from './selectGenes.js';
import { duration } from './shell/progress.js';
import type { Outcome, Shell } from './shell/shell.js';
import { trainingProgress } from './shell/trainingProgress.js';
import { startBackend } from './startBackend.js';
import { warnOfDesign } from './warnOfDesign.js';
import { outputOf } from './writeResults.js';

/** Share of the cells that early stopping watches. */
const heldOut = 0.1;

function modelOptions({ bio, nio, seed = 0, preset }: CommandValues): DisentangledAEOptions {
  return {
    // The cells are log-normalised before the model sees them.
    input: 'asIs',
    seed,
    latent: { ...(bio === undefined ? {} : { bio }), ...(nio === undefined ? {} : { nio }) },
    ...(preset === undefined ? {} : { preset }),
  };
}

/** The column of obs that names the batch. */
function batchColumn({ files, values }: Command): string {
  const { batch, 'batch-from-file': fromFile } = values;
  if (batch !== undefined && fromFile) throw new UsageError('Give --batch or --batch-from-file, not both.');
  if (batch !== undefined) return batch;
  if (!fromFile) throw new UsageError('Missing: --batch <column>, column of obs that names the batch.');
  if (files.length > 1) return fileColumn;
  throw new UsageError('--batch-from-file: expected at least two files, received one.');
}

async function readFiles({ files, values }: Command, shell: Shell): Promise<ReadCells> {
  const { input, 'make-unique': makeUnique } = values;
  const read: ReadCells[] = [];
  const leaveOut = files.length > 1 ? [] : unneeded;
  for (const file of files)
    read.push(await readCells(file, shell, { from: inputOf(values), input, makeUnique, leaveOut }));
  return read.length > 1 ? joinFiles(files, read, shell) : read[0]!;
}

async function train(
  model: DisentangledAE,
  { x, varNames: genes }: AnnData,
  batch: string[],
  options: FitOptions,
  { progress, signal }: Shell,
): Promise<void> {
  const { end, ...hooks } = trainingProgress(progress);
  const started = performance.now();
  try {
    await model.fit(x, batch, { ...options, genes, signal, ...hooks });
  } catch (error) {
    progress.line(trainedAnyway(model, error));
  } finally {
    end();
  }
  const seconds = (performance.now() - started) / 1000;
  const { epochs = 0, total = Number.NaN } = model.history.at(-1) ?? {};
  const done = model.history.length;
  const stopped = done < epochs ? ` (stopped early; ${epochs} were planned)` : '';
  progress.line(
    `trained: ${counted(done, 'epoch')} in ${duration(seconds)}, total ${total.toPrecision(5)}${stopped}`,
  );
}

function fitOptions(
  { epochs, 'early-stopping': early, retries, ...values }: CommandValues,
  { preprocessing }: ReadCells,
): FitOptions {
  return {
    preprocessing,
    // Checked before.
    manyCategories: true,
    ...(epochs === undefined ? {} : { epochs }),
    ...(retries === undefined ? {} : { retries }),
    ...(early ? { validation: heldOut, earlyStopping: {} } : {}),
    ...checkpointOptions(values),
  };
}

/** Reports on the latents if labels were named; without them, the report takes time that nobody asked for. */
async function scored(
  { obsm }: Additions,
  { x }: AnnData,
  { obs }: AnnData,
  names: { batch: string; labels?: string | undefined },
  { seed, preset = 'default' }: CommandValues,
  shell: Shell,
): Promise<ModelReport | undefined> {
  if (names.labels === undefined) return undefined;
  // The column of batches was checked before training.
  const reason = whyNotScored(obs, names, true);
  if (reason) shell.progress.line(`no report: ${reason}`);
  if (reason) return undefined;
  const latents = { bio: obsm['X_bio']!, nio: obsm['X_nio']!, nioDetached: preset === 'default', x };
  return scoreLatents(latents, obs, names, { seed }, shell);
}

async function trainAndWrite(command: Command, shell: Shell): Promise<Outcome> {
  const { values } = command;
  const { progress } = shell;
  const { out, model: modelPath, genes: most = 2000, to } = values;
  const column = batchColumn(command);
  using model = new DisentangledAE(modelOptions(values));
  // Before training, not after.
  await checkWritable(out!);
  if (modelPath !== undefined) await checkWritable(modelPath);
  await checkCheckpoint(command);
  const backend = await startBackend(values, shell);
  const cells = await readFiles(command, shell);
  const { obs } = cells.adata;
  const batch = labels(obs, column);
  const rules = { name: 'batch', insist: values['many-batches'] === true, option: '--many-batches' };
  const groups = encodeLabels('--batch', batch);
  checkGroups(`--batch ${column}`, groups, rules);
  const batches = groups.categories;
  if (to !== undefined) oneOf('--to', to, batches);
  const names = { batch: column, labels: values.labels };
  if (names.labels !== undefined) warnOfDesign(obs, names, shell);
  const modelled = selectGenes(cells.normalised, batch, most, shell);
  const corrected = wantsCorrected(values, modelled.x.shape, shell);
  const output = outputOf(cells, command, shell);
  await output.check(plannedResults(cells, modelled.varNames, { corrected }));
  progress.line(`training: ${grouped(batch.length)} cells, ${grouped(batches.length)} batches ('${column}')`);
  await train(model, modelled, batch, fitOptions(values, cells), shell);
  const saving = { out: out!, write: output.write, cells: cells.adata.obsNames, signal: shell.signal };
  const additions = await saveResults({ ...saving, trained: model, path: modelPath }, () =>
    computeResults(cells, model, modelled, { to, corrected }, shell),
  );
  const found = await scored(additions, modelled, cells.adata, names, values, shell);
  const [count, genes] = modelled.x.shape;
  const summary = `${out}: ${count} cells, ${batches.length} batches, ${genes} genes${cells.counts ? ', counts log-normalised' : ''}`;
  return {
    text: found ? `${found.text}\n\n${summary}` : summary,
    json: {
      command: 'fit',
      out,
      ...(modelPath === undefined ? {} : { model: modelPath }),
      ...(values.checkpoint === undefined ? {} : { checkpoint: values.checkpoint }),
      backend,
      cells: count,
      genes,
      batches: model.batches,
      counts: cells.counts,
      corrected,
      epochs: model.history.length,
      history: model.history.map(({ epoch, total, terms, seconds }) => ({ epoch, total, terms, seconds })),
      ...(found ? { leakage: found.leakage, integration: found.integration } : {}),
    },
  };
}

/** `zbio fit`: reads cells, trains, writes latents and corrected expression. */
export async function fitCommand(command: Command, shell: Shell): Promise<Outcome> {
  try {
    return await trainAndWrite(command, shell);
  } catch (error) {
    throw await afterInterrupt(error, command, shell);
  }
}
