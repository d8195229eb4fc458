import { ensureBackend } from '../backend/ensureBackend.js';
import { aFunction, anObject, text } from '../check/checks.js';
import type { Assembly } from './assembly.js';
import type { SystemDefinition, SystemOptions } from './definition.js';
import { asModel, engineOf, type System } from './System.js';

/**
 * Loads a model from a file of `save`. It gives the same latents to the bit; `fit` with `resume: true` continues as if never
 * interrupted. Nothing in the file is executed.
 *
 * @param definition - The definition that the class hands to its constructor; its `kind` must be that of the file.
 * @param source - Bytes, or a path (Node).
 * @param make - Makes a new model with the options of the file.
 * @param given - Options that a file can't hold (functions, networks, terms). Without them, the model can't be trained further.
 * @throws Error (`ZBIO_BAD_FILE`) on a foreign, truncated or damaged file, or one of another class; Error (`ZBIO_BAD_PATH`) if the
 * file can't be read.
 * @example
 * ```ts
 * static load(source: ArrayBuffer | Uint8Array | Blob | string): Promise<Drvi> {
 *   return loadSystem(drvi, source, (options) => new Drvi(options));
 * }
 * ```
 */
export async function loadSystem<
  Options extends SystemOptions,
  S extends System<Options, object, string, Assembly>,
>(
  definition: Pick<SystemDefinition<Options>, 'kind'> & Partial<SystemDefinition<Options>>,
  source: ArrayBuffer | Uint8Array | Blob | string,
  make: (options: Options) => S,
  given: Partial<Options> = {},
): Promise<S> {
  // On first use: many a program only fits.
  const { sourceBytes } = await import('./file/files.js');
  const { faultOfFile, readSystem } = await import('./readSystem.js');
  const { checkKind, missingOptions, unpackSystem } = await import('./unpackSystem.js');
  aFunction('loadSystem: make', make);
  anObject('loadSystem: definition', definition, 'the definition of a system');
  text('loadSystem: definition.kind', definition.kind);
  anObject('load: options', given, 'an object with options');
  const file = readSystem(await sourceBytes(source));
  checkKind(file, definition.kind);
  const saved = file.header.options.plain as Partial<Options>;
  await ensureBackend();
  try {
    const system = asModel('loadSystem: make, its result', make({ ...saved, ...given } as Options));
    const { recipe, life } = engineOf(system);
    life.adopt(await unpackSystem(recipe, file, given), missingOptions(file, given));
    return system;
  } catch (error) {
    // With options of the caller's own, a fault may be theirs.
    throw Object.keys(given).length ? error : faultOfFile(error);
  }
}
