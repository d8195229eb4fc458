import { verifyModel } from '../model/verifyModel.js';
import { type Command, required } from './parseCommand.js';

const count = (number: number, of: string): string => `${number} ${of}${number === 1 ? '' : 's'}`;

/** `zbio verify`: checks a model file and says what it holds. */
export async function verifyCommand({ file }: Command): Promise<string> {
  const path = required(file, 'the model file, as in zbio verify model.zbio');
  const { kind, cells, genes, batches, epochs, missing, bytes } = await verifyModel(path);
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const content = `${kind}, ${count(epochs, 'epoch')} on ${count(cells, 'cell')}, ${count(genes, 'gene')}`;
  const more = missing.length ? `; to train further, load needs ${missing.join(', ')}` : '';
  return `${path}: whole. ${content}, ${batches.length} batches, ${size}${more}`;
}
