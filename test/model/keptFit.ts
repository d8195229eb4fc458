// A process of its own for kills.test.ts and test/long/killAndResume.ts: fits with a checkpoint, goes on if there is one, says when an
// epoch is done, and at the end which weights it has.
import { createHash } from 'node:crypto';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { useBackend } from '../../src/backend/useBackend.js';
import { unpackContainer } from '../../src/model/file/container.js';
import { syntheticCells } from '../helpers/cells.js';

export interface KeptFitOptions {
  /** The checkpoint; none for a run that nothing interrupts. */
  path?: string;
  every?: number;
  epochs: number;
  hidden: number;
  compile: boolean;
  earlyStopping?: boolean;
  /** Listens to the stop signals itself. */
  listens?: boolean;
  /** Never returns from `onEpoch` of this epoch. */
  hangsAt?: number;
}

const {
  path,
  every = 1,
  epochs,
  hidden,
  compile,
  ...options
} = JSON.parse(process.argv[2]!) as KeptFitOptions;

/**
 * The end of a run: its epochs, and one hash for the weights in use (those of the best epoch) and the moments, which follow the last
 * epoch. The statistics that go with the weights of other epochs aren't used, and are computed only where a file is written.
 */
async function endOf(model: DisentangledAE): Promise<object> {
  const { arrays } = unpackContainer(await model.save());
  const hash = createHash('sha256');
  for (const { path: name, data } of arrays)
    if (/^(variables|optimizers)/.test(name)) hash.update(name).update(data);
  return { epochs: model.history.length, hash: hash.digest('hex') };
}

await useBackend('wasm');
const { x, batch } = syntheticCells({ cells: 120, genes: 20 });
const model = new DisentangledAE({ seed: 5, encoder: { hidden: [hidden] }, decoder: { hidden: [hidden] } });
if (options.listens) process.on('SIGTERM', () => process.stdout.write('heard\n'));
const stopping = options.earlyStopping ? { validation: 0.2, earlyStopping: { patience: 3 } } : {};
try {
  await model.fit(x, batch, {
    epochs,
    batchSize: 20,
    compile,
    ...stopping,
    ...(path ? { checkpoint: { path, every }, resume: true } : {}),
    onEpoch: async ({ epoch }) => {
      process.stdout.write(`epoch ${epoch}\n`);
      if (epoch === options.hangsAt) await new Promise((resolve) => setTimeout(resolve, 60_000));
    },
  });
  process.stdout.write(`${JSON.stringify(await endOf(model))}\n`);
} catch (error) {
  process.stdout.write(`${(error as Error).name}: ${(error as Error).message}\n`);
}
process.stdout.write(
  `listeners ${['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name)).join()}\n`,
);
