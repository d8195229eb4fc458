import { failure } from '../check/errors.js';
import { inNode } from './inNode.js';

/**
 * Node's file functions. Asked for at run time: a bundler for browsers would try to resolve an import of `node:fs`.
 *
 * @throws Error in a browser, which has no paths.
 */
export function nodeFiles(): typeof import('node:fs/promises') {
  if (!inNode()) throw failure('ZBIO_BAD_PATH', 'a browser has no paths. Give or take the bytes instead');
  return globalThis.process.getBuiltinModule('node:fs/promises');
}
