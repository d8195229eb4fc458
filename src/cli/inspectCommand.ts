import { inspect } from '../io/inspect/inspect.js';
import type { Command } from './commandLine/parseCommand.js';
import { formatOf } from './input/formatOf.js';
import { inputOf, readInput } from './input/readInput.js';
import { inspectNext } from './inspectNext.js';
import type { Outcome } from './shell/shell.js';

/** `zbio inspect`: shows the content of a file. */
export async function inspectCommand({ files, values }: Command): Promise<Outcome> {
  const [file] = files as [string];
  const { modality, 'external-folder': externalFolder } = values;
  const isH5ad = (await formatOf(file)) === 'h5ad';
  const { text, ...summary } = isH5ad
    ? await inspect(file, {
        ...(modality === undefined ? {} : { modality }),
        ...(externalFolder === undefined ? {} : { externalFolder }),
      })
    : await inspect(await readInput(file, inputOf(values)));
  return {
    text: `${file}: ${text}\n${inspectNext(file, modality, summary)}`,
    json: { command: 'inspect', file, ...summary },
  };
}
