import { badValue } from '../../../check/errors.js';
import { inNode } from '../../../platform/inNode.js';
import { nodeFiles } from '../../../platform/nodeFiles.js';

/** A folder that a file may lead to. */
export interface ExternalFolder {
  /** As it was given, as an absolute path. */
  given: string;
  /** Where that is, without symbolic links. */
  real: string;
}

/**
 * Looks at a folder that a file may lead to.
 *
 * @throws RangeError if it is no folder, or if the file is read from bytes or in a browser.
 */
export async function externalFolder(caller: string, source: unknown, path: string): Promise<ExternalFolder> {
  const argument = `${caller}: externalFolder`;
  const refuse = (expected: string, received: string): never => {
    throw badValue({ argument, expected, received, next: 'Leave the option out otherwise.' });
  };
  if (!inNode()) refuse('a program in Node', 'it in a browser, which has no folders');
  if (typeof source !== 'string') refuse('a file that is read by its path', 'it with the bytes of a file');
  const { realpath, stat } = nodeFiles();
  const [given, real, found] = await Promise.all([path, realpath(path), stat(path)]).catch((error: Error) =>
    refuse('a folder that can be read', `'${path}' (${error.message})`),
  );
  const { dirname, resolve } = globalThis.process.getBuiltinModule('node:path');
  if (!found.isDirectory()) refuse('a folder', `'${path}', which is a file`);
  if (dirname(real) === real) refuse('a folder of its own', `'${path}', which is the whole disk`);
  return { given: resolve(given), real };
}
