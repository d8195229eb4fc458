// A host program of its own for guest.test.ts: fits, compiles, reads and writes, then does what its argument says.
import { DisentangledAE, log1p } from '../../src/index.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../src/io/h5ad/writeH5ad.js';
import { syntheticCells } from '../helpers/cells.js';

const [action] = process.argv.slice(2);
const events = ['uncaughtException', 'unhandledRejection', 'exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'warning'];
const listeners = () => events.flatMap((event) => process.listeners(event as 'exit'));

const said: string[] = [];
if (action === 'handled') {
  process.on('uncaughtException', ({ message }) => said.push(`caught ${message}`));
  process.on('unhandledRejection', (reason) => said.push(`rejected ${(reason as Error).message}`));
  process.on('exit', () => process.stdout.write(said.join(', ')));
}
const before = listeners();
const globals = Object.getOwnPropertyNames(globalThis);

const { x, batch } = syntheticCells({ cells: 40, genes: 6 });
const model = await new DisentangledAE().fit(log1p(x), batch, { epochs: 1, batchSize: 20, compile: true });
await model.transform(x);
await DisentangledAE.load(await model.save());
await readH5ad(await writeH5ad(createAnnData(x)));

const added = listeners().filter((listener) => !before.includes(listener));
const missing = before.filter((listener) => !listeners().includes(listener));
const made = Object.getOwnPropertyNames(globalThis).filter((name) => !globals.includes(name));
if (added.length || missing.length || made.length) {
  process.stdout.write(`changed: ${added.join('; ')} ${missing.length} ${made.join()}\n`);
}
if (action !== 'reject') {
  setTimeout(() => {
    throw new Error('later');
  });
}
if (action !== 'throw') void Promise.reject(new Error('lost'));
