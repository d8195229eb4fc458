import { fileSize } from '../check/fileSize.js';
import { counted } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import { verifyModel } from '../model/verifyModel.js';
import type { Command } from './commandLine/parseCommand.js';
import type { Outcome } from './shell/shell.js';

/** `zbio verify`: checks a model file and says what it holds. */
export async function verifyCommand({ files }: Command): Promise<Outcome> {
  const file = files[0]!;
  const summary = await verifyModel(file);
  const { kind, cells, genes, batches, epochs, missing, bytes } = summary;
  const trained = `${counted(epochs, 'epoch')} on ${counted(cells, 'cell')} of ${batches.length > 1 ? counted(batches.length, 'batch', 'batches') : 'one batch'}`;
  const more = missing.length ? `; to train further, load needs ${listed(missing)}` : '';
  const text = `${file}: whole. ${kind}, ${trained}, ${counted(genes, 'gene')}, ${fileSize(bytes)}${more}`;
  return { text, json: { command: 'verify', file, ...summary } };
}
