import { ensureBackend } from '../backend/ensureBackend.js';
import type { SystemDefinition, SystemOptions } from './assembly.js';
import { sourceBytes } from './file/files.js';
import { restoreSystem, type System } from './System.js';
import { readSystem } from './systemFile.js';

/**
 * A system out of a file of `save`: same latents to the bit; `fit` with `resume: true` goes on as if never interrupted.
 * Nothing in a file is executed.
 *
 * @param definition - What the class hands to its constructor.
 * @param source - Bytes, or a path (Node).
 * @param make - A new system with the file's options.
 * @throws RangeError on a foreign, truncated or damaged file, or one of another system.
 * @example
 * ```ts
 * static load(source: ArrayBuffer | Uint8Array | string): Promise<Drvi> {
 *   return loadSystem(drvi, source, (options) => new Drvi(options));
 * }
 * ```
 */
export async function loadSystem<Options extends SystemOptions, S extends System<Options, object, string>>(
  definition: SystemDefinition<Options>,
  source: ArrayBuffer | Uint8Array | string,
  make: (options: Options) => S,
): Promise<S> {
  await ensureBackend();
  const file = readSystem(await sourceBytes(source), definition.kind);
  const system = make(file.header.options as Options);
  await restoreSystem(system, file);
  return system;
}
