import { resolve } from 'node:path';
import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { FitOptions } from '../autoencoder/options.js';
import { badValue, failure } from '../check/errors.js';
import { counted } from '../check/grouped.js';
import { isZbioError } from '../check/isZbioError.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { isUnfinished, readKept } from '../model/keptFile.js';
import type { CommandValues } from './commandLine/optionTable.js';
import type { Command } from './commandLine/parseCommand.js';
import { UsageError } from './commandLine/usageError.js';
import type { Shell } from './shell/shell.js';

/** Options of `fit` for `--checkpoint`, `--checkpoint-every` and `--resume`. */
export function checkpointOptions(values: CommandValues): Pick<FitOptions, 'checkpoint' | 'resume'> {
  const { checkpoint: path, 'checkpoint-every': every = 1, resume } = values;
  return path === undefined ? {} : { checkpoint: { path, every }, resume: resume === true };
}

function checkNames({ files, values }: Command, path: string): void {
  const taken = { ...Object.fromEntries(files.map((file) => [file, 'an input'])), [values.out!]: '--out' };
  const [name, what] = Object.entries(taken).find(([file]) => resolve(file) === resolve(path)) ?? [];
  if (name === undefined) return;
  throw badValue({
    argument: '--checkpoint',
    expected: 'a file of its own',
    received: `'${path}', which is ${what}`,
  });
}

/**
 * Checks the file of `--checkpoint` before cells are read.
 *
 * @throws UsageError on options that need `--checkpoint`; Error if the file can't be written, or holds what would be lost.
 */
export async function checkCheckpoint(command: Command): Promise<void> {
  const { checkpoint: path, 'checkpoint-every': every, resume } = command.values;
  if (path === undefined) {
    if (resume || every)
      throw new UsageError(`--${resume ? 'resume' : 'checkpoint-every'} needs --checkpoint <file>.`);
    return;
  }
  checkNames(command, path);
  await checkWritable(path);
  const file = await readKept(path);
  if (!file || resume || !isUnfinished(file)) return;
  const { epoch, plan } = file.header;
  throw failure(
    'ZBIO_BAD_STATE',
    `--checkpoint: '${path}' holds a run that isn't done (${epoch} of ${plan.epochs} epochs). Add --resume to go on with it, name another ` +
      'file, or remove it.',
  );
}

/** What to say if a model is trained, and only its checkpoint couldn't be written at the end. Any other error is thrown. */
export function trainedAnyway(model: DisentangledAE, error: unknown): string {
  if (isZbioError(error) && error.code === 'ZBIO_BAD_PATH' && model.history.length > 0) return error.message;
  throw error;
}

/** The error of a fit; after an interrupt, one that says where the run is and how to go on. */
export async function afterInterrupt(
  error: unknown,
  { values: { checkpoint: path } }: Command,
  { signal }: Shell,
): Promise<unknown> {
  if (!signal.aborted || path === undefined) return error;
  const file = await readKept(path).catch(() => undefined);
  if (!file) return signal.reason;
  const done = counted(file.header.epoch, 'epoch');
  const [how] = (signal.reason as Error).message.split('.');
  const text = `${how}. The checkpoint ${path} holds ${done} of ${file.header.plan.epochs}: the same command with --resume goes on.`;
  return new DOMException(text, 'AbortError');
}
