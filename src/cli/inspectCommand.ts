import { inspect } from '../io/inspect/inspect.js';
import type { Command } from './commandLine/parseCommand.js';
import { inspectText } from './inspectText.js';
import type { Outcome } from './shell.js';

/** `zbio inspect`: shows the content of an h5ad file. */
export async function inspectCommand({ files, values: { modality } }: Command): Promise<Outcome> {
  const summary = await inspect(files[0]!, modality === undefined ? {} : { modality });
  return {
    text: inspectText(files[0]!, summary, modality),
    json: { command: 'inspect', file: files[0], ...summary },
  };
}
