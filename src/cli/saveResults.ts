import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { failure } from '../check/errors.js';
import { rescue, saveLatents } from './rescue.js';
import type { Additions } from './results.js';

/** What is to be saved, and where. */
export interface Saving {
  /** The h5ad file to write. */
  out: string;
  /** Names of the cells. */
  cells: readonly string[];
  /** A model that was just trained; undefined if it is in a file already. */
  trained?: DisentangledAE;
  /** Where the model goes; undefined if it isn't wanted. */
  path?: string | undefined;
  signal: AbortSignal;
  compute(): Promise<Additions>;
  write(results: Additions): Promise<void>;
}

interface Outcome<T> {
  value?: T;
  error?: Error;
}

const outcomeOf = <T>(work: Promise<T>): Promise<Outcome<T>> =>
  work.then(
    (value) => ({ value }),
    (error: Error) => ({ error }),
  );

/** Saves elsewhere what isn't where it belongs. Returns where everything is. */
async function placesOf(
  { out, path, cells, trained }: Saving,
  model: Outcome<unknown> | undefined,
  lost: Additions | undefined,
): Promise<string[]> {
  const places: string[] = [];
  if (trained && model && !model.error) places.push(`the model in ${path}`);
  else if (trained) places.push(await rescue('the model', out, 'zbio', (at) => trained.save(at)));
  if (lost) places.push(await rescue('the latents', out, 'latents.csv', saveLatents(cells, lost)));
  return places;
}

/**
 * Computes results and saves them: the model first, since it took the time, then the output. Whatever fails after training, what
 * there is goes to another place, and the error says where.
 *
 * @throws The signal's reason if it aborts; otherwise an Error with what failed first, and where the rest is.
 */
export async function saveResults(saving: Saving): Promise<Additions> {
  const { out, trained, path, signal, compute, write } = saving;
  const computed = await outcomeOf(compute());
  signal.throwIfAborted();
  const model = trained && path !== undefined ? await outcomeOf(trained.save(path)) : undefined;
  const written = computed.value && (await outcomeOf(write(computed.value)));
  signal.throwIfAborted();
  const cause = computed.error ?? model?.error ?? written?.error;
  if (!cause) return computed.value!;
  const places = await placesOf(saving, model, written?.error && computed.value);
  if (written && !written.error) places.push(`all results in ${out}`);
  const kept = places.length ? ` Kept: ${places.join('; ')}.` : '';
  throw failure('ZBIO_BAD_PATH', `${cause.message.replace(/[^.]$/, '$&.')}${kept}`, { cause });
}
