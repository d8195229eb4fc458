import type { DisentangledAE } from '../../autoencoder/DisentangledAE.js';
import { failure } from '../../check/errors.js';
import type { H5adAdditions } from '../../io/h5ad/addToH5ad.js';
import { rescue, saveLatents } from './rescue.js';

/** What is to be saved, and where. */
export interface Saving {
  /** The h5ad file to write. */
  out: string;
  /** Writes it. */
  write(additions: H5adAdditions): Promise<void>;
  /** Names of the cells. */
  cells: readonly string[];
  /** A model that was just trained; undefined if it is in a file already. */
  trained?: DisentangledAE;
  /** Where the model goes; undefined if it isn't wanted. */
  path?: string | undefined;
  signal: AbortSignal;
}

/** What became of a piece of work. */
interface Done<T> {
  value?: T;
  error?: Error;
}

const doneOf = <T>(work: Promise<T>): Promise<Done<T>> =>
  work.then(
    (value) => ({ value }),
    (error: Error) => ({ error }),
  );

/** Saves elsewhere what isn't where it belongs. Returns clauses that say where everything is. */
async function placesOf(
  { out, path, cells, trained }: Saving,
  model: Done<unknown> | undefined,
  lost: H5adAdditions | undefined,
): Promise<string[]> {
  const places: string[] = [];
  if (trained && model && !model.error) places.push(`the model is in ${path}`);
  else if (trained) places.push(await rescue('the model', out, 'zbio', (at) => trained.save(at)));
  if (lost) places.push(await rescue('the table of latents', out, 'latents.csv', saveLatents(cells, lost)));
  return places;
}

/**
 * Computes results and saves them: the model first, since it took the time, then the output. Whatever fails after training, what
 * there is goes to another place, and the error says where.
 *
 * @returns The results.
 * @throws The signal's reason if it aborts; otherwise an Error with what failed first, and where the rest is.
 */
export async function saveResults<Additions extends H5adAdditions>(
  saving: Saving,
  compute: () => Promise<Additions>,
): Promise<Additions> {
  const { out, trained, path, signal } = saving;
  const computed = await doneOf(compute());
  signal.throwIfAborted();
  const model = trained && path !== undefined ? await doneOf(trained.save(path)) : undefined;
  const written = computed.value && (await doneOf(saving.write(computed.value)));
  signal.throwIfAborted();
  const cause = computed.error ?? model?.error ?? written?.error;
  if (!cause) return computed.value!;
  const places = await placesOf(saving, model, written?.error && computed.value);
  if (written && !written.error) places.push(`${out} is complete`);
  const kept = places.length ? ` What there is: ${places.join('; ')}.` : '';
  throw failure('ZBIO_BAD_PATH', `${cause.message.replace(/[^.]$/, '$&.')}${kept}`, { cause });
}
