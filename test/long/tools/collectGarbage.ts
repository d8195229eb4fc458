import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Frees what is no longer used. */
export const collectGarbage: () => void = runInNewContext('gc');
