import { failure, withCode } from '../check/errors.js';
import { nodeFiles } from '../platform/nodeFiles.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { isOver } from '../train/plan.js';
import { sourceBytes } from './file/files.js';
import { readSystem, type SystemFile } from './readSystem.js';

/** Whether there is nothing to lose at a path: no file, or an empty one. Throws if there is something that is no file. */
async function isFree(path: string): Promise<boolean> {
  const stats = await nodeFiles()
    .stat(path)
    .catch(() => undefined);
  if (!stats) return true;
  if (stats.isFile()) return stats.size === 0;
  throw failure('ZBIO_BAD_PATH', `fit: the checkpoint '${path}' isn't a file. Name a file.`);
}

/**
 * Reads the file at the path of a checkpoint.
 *
 * @returns Undefined if there is none, or an empty one.
 * @throws Error (`ZBIO_BAD_FILE`) if it isn't a whole model file: `fit` replaces no other.
 */
export async function readKept(path: string): Promise<SystemFile | undefined> {
  if (await isFree(path)) return undefined;
  try {
    return readSystem(await sourceBytes(path));
  } catch (cause) {
    const { message } = cause as Error;
    const next = 'Name another path, or remove the file.';
    const text = `fit: the file '${path}' is no whole model file, and no checkpoint takes its place (${message}) ${next}`;
    throw withCode(failure('ZBIO_BAD_FILE', text, { cause }), 'ZBIO_BAD_FILE');
  }
}

/** Whether a file holds a run that isn't done. */
export function isUnfinished({ header: { epoch, plan, history } }: SystemFile): boolean {
  return !isOver(epoch, plan, history);
}

/** Whether a file holds an earlier state, or the same, of the run with this history. */
function isEarlier({ header }: SystemFile, history: readonly EpochRecord[]): boolean {
  return header.history.every(({ total, seconds }, i) => {
    const own = history[i];
    return own !== undefined && Object.is(own.total, total) && own.seconds === seconds;
  });
}

/**
 * Throws if a run would be lost with a file: one that isn't done, unless it is an earlier state of the run that is to be kept there.
 *
 * @param history - That of the run that goes on; undefined for a new run.
 */
export function refuseLoss(
  path: string,
  file: SystemFile,
  history: readonly EpochRecord[] | undefined,
): void {
  const { epoch, plan } = file.header;
  if (!isUnfinished(file) || (history && isEarlier(file, history))) return;
  throw failure(
    'ZBIO_BAD_STATE',
    `fit: the file '${path}' holds another run, ${epoch} of ${plan.epochs} epochs done, which would be lost. Go on with it ` +
      '(a new model, resume: true), name another path, or remove the file.',
  );
}
