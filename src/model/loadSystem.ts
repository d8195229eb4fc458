import { ensureBackend } from '../backend/ensureBackend.js';
import type { Assembly } from './assembly.js';
import type { SystemDefinition, SystemOptions } from './definition.js';
import { sourceBytes } from './file/files.js';
import { engineOf, type System } from './System.js';
import { missingOptions, readSystem, unpackSystem } from './systemFile.js';

/**
 * A model out of a file of `save`: same latents to the bit; `fit` with `resume: true` goes on as if never interrupted.
 * Nothing in a file is executed.
 *
 * @param definition - What the class hands to its constructor; its `kind` must be the file's.
 * @param source - Bytes, or a path (Node).
 * @param make - A new model with the file's options.
 * @param given - Options that a file can't hold (functions, networks, terms), for training on.
 * @throws RangeError on a foreign, truncated or damaged file, or one of another class.
 * @example
 * ```ts
 * static load(source: ArrayBuffer | Uint8Array | string): Promise<Drvi> {
 *   return loadSystem(drvi, source, (options) => new Drvi(options));
 * }
 * ```
 */
export async function loadSystem<
  Options extends SystemOptions,
  S extends System<Options, object, string, Assembly>,
>(
  definition: Pick<SystemDefinition<Options>, 'kind'> & Partial<SystemDefinition<Options>>,
  source: ArrayBuffer | Uint8Array | string,
  make: (options: Options) => S,
  given: Partial<Options> = {},
): Promise<S> {
  await ensureBackend();
  const file = readSystem(await sourceBytes(source), definition.kind);
  const saved = file.header.options.plain as Partial<Options>;
  const system = make({ ...saved, ...given } as Options);
  const { recipe, life } = engineOf(system);
  life.adopt(await unpackSystem(recipe, file, given), missingOptions(file, given));
  return system;
}
