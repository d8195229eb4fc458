// A process of its own: writes one kind of file to a path that holds an old one, and says what came of it.
import { copyFileSync } from 'node:fs';
import { isZbioError } from '../../../src/check/isZbioError.js';
import { seenIn } from './seen.js';
import { writers } from './writers.js';

const [kind, path, copy, inside] = process.argv.slice(2) as [string, string, string, string | undefined];
// Without a listener, the signal of a file that has become too large ends the process.
process.on('SIGXFSZ', () => undefined);
if (inside) copyFileSync(copy, path);
try {
  await (await writers[kind]!.prepare(path))();
  console.log('written');
} catch (error) {
  console.log(isZbioError(error) ? `${error.code} ${error.message}` : `RAW ${(error as Error).stack}`);
}
if (inside) console.log(`SEEN ${JSON.stringify(await seenIn(kind, path, copy))}`);
