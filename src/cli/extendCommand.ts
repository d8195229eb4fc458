import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { counted } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import { labels } from '../io/columnByName.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import type { Command } from './commandLine/parseCommand.js';
import { computeResults, plannedResults, wantsCorrected } from './results.js';
import { saveResults } from './save/saveResults.js';
import { followed } from './shell/followed.js';
import type { Outcome, Shell } from './shell/shell.js';
import { startBackend } from './startBackend.js';
import { cellOptions, readForModel } from './transformCommand.js';
import { outputOf } from './writeResults.js';

/** `zbio extend`: maps the batches of new cells onto a trained model, writes their latents and the extended model. */
export async function extendCommand(command: Command, shell: Shell): Promise<Outcome> {
  const { values } = command;
  const { out, to, extended: path, form = 'aligned', batch: column, seed } = values;
  await checkWritable(out!);
  if (path !== undefined) await checkWritable(path);
  const backend = await startBackend(values, shell);
  using model = await DisentangledAE.load(values.model!);
  const cells = await readForModel(model, command, shell);
  const { normalised, adata } = cells;
  const batch = labels(adata.obs, column!);
  const genes = model.genes?.length ?? normalised.varNames.length;
  const count = adata.obsNames.length;
  const corrected = wantsCorrected(values, [count, genes], shell);
  const output = outputOf(cells, command, shell);
  await output.check(plannedResults(cells, model.genes ?? normalised.varNames, { corrected }));
  const given = { ...cellOptions(values, shell), genes: normalised.varNames };
  const describe = (done: number, steps: number) => `mapping: step ${done} of ${steps}`;
  using mapped = await followed(shell, describe, (watched) =>
    model.extend(normalised.x, batch, {
      ...given,
      ...watched,
      form,
      ...(seed === undefined ? {} : { seed }),
    }),
  );
  const saving = { out: out!, write: output.write, cells: adata.obsNames, signal: shell.signal };
  const options = { ...cellOptions(values, shell), to, corrected, batch };
  await saveResults({ ...saving, ...(path === undefined ? {} : { trained: mapped, path }) }, () =>
    computeResults(cells, mapped, normalised, options, shell),
  );
  const added = mapped.addedBatches.slice(model.addedBatches.length);
  return {
    text: `${out}: ${counted(count, 'cell')} of ${counted(added.length, 'new batch', 'new batches')} (${listed(added)}), ${genes} genes`,
    json: {
      command: 'extend',
      out,
      ...(path === undefined ? {} : { extended: path }),
      backend,
      cells: count,
      genes,
      form,
      added,
      batches: mapped.batches,
      corrected,
    },
  };
}
