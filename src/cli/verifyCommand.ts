import { listed } from '../check/quoted.js';
import { verifyModel } from '../model/verifyModel.js';
import type { Command } from './commandLine/parseCommand.js';
import type { Outcome } from './shell.js';

const count = (number: number, of: string): string => `${number} ${of}${number === 1 ? '' : 's'}`;

/** `zbio verify`: checks a model file and says what it holds. */
export async function verifyCommand({ files }: Command): Promise<Outcome> {
  const file = files[0]!;
  const summary = await verifyModel(file);
  const { kind, cells, genes, batches, epochs, missing, bytes } = summary;
  const trained = `${count(epochs, 'epoch')} on ${count(cells, 'cell')} of ${batches.length > 1 ? `${batches.length} batches` : 'one batch'}`;
  const more = missing.length ? `; to train further, load needs ${listed(missing)}` : '';
  const text = `${file}: whole. ${kind}, ${trained}, ${count(genes, 'gene')}, ${(bytes / 1e6).toFixed(1)} MB${more}`;
  return { text, json: { command: 'verify', file, ...summary } };
}
