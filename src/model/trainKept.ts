import { failure } from '../check/errors.js';
import { checkPath } from '../platform/checkPath.js';
import { inNode } from '../platform/inNode.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Assembly } from './assembly.js';
import type { CheckpointOptions } from './checkpoint/checkpointOptions.js';
import { Keeper } from './checkpoint/keeper.js';
import { KeptFit } from './checkpoint/keptFit.js';
import { continueRun } from './continueRun.js';
import type { SystemFitOptions } from './fitOptions.js';
import { readKept, refuseLoss } from './keptFile.js';
import type { Lifecycle, Train } from './lifecycle.js';
import { packSystem } from './packSystem.js';
import type { SystemRecipe } from './systemRecipe.js';

/** The inside of a system. */
interface Engine<Parts extends Assembly> {
  recipe: SystemRecipe<Parts>;
  life: Lifecycle<Parts>;
}

/** Absolute paths of the files that fits of this process write. */
const inUse = new Set<string>();

/** Makes sure that no other fit writes the file. Returns a function that ends the claim. */
function claim(path: string): () => void {
  if (!inNode()) {
    const next = 'Call save() in onEpoch and keep the bytes.';
    throw failure('ZBIO_BAD_PATH', `fit: a checkpoint is a file, and a browser has no paths. ${next}`);
  }
  const place = globalThis.process.getBuiltinModule('node:path').resolve(path);
  if (inUse.has(place)) {
    const next = 'Give each fit a path of its own.';
    throw failure('ZBIO_BAD_STATE', `fit: another fit keeps its run in '${path}'. ${next}`);
  }
  inUse.add(place);
  return () => void inUse.delete(place);
}

/** Options with an `onEpoch` before which the epoch is kept. */
function kept(options: SystemFitOptions, fit: KeptFit): SystemFitOptions {
  const onEpoch = async (record: EpochRecord): Promise<void> => {
    await fit.epochDone();
    const wake = fit.rest();
    try {
      await options.onEpoch?.(record);
    } finally {
      wake();
    }
  };
  return { ...options, onEpoch };
}

async function* trainAt<Parts extends Assembly>(
  checkpoint: CheckpointOptions,
  { recipe, life }: Engine<Parts>,
  options: SystemFitOptions,
  train: Train<Parts>,
): AsyncGenerator<EpochRecord, void> {
  const { path } = checkpoint;
  await checkPath(path);
  const earlier = life.fitted;
  const goesOn = options.resume === true && !earlier;
  const file = await readKept(path);
  if (file && !goesOn) refuseLoss(path, file, options.resume ? earlier?.history : undefined);
  const pack = () => life.use('fit, checkpoint', (fitted) => packSystem(recipe, fitted));
  const fit = new KeptFit(new Keeper(checkpoint, pack, options), path, options);
  const restore = async () => file && continueRun(path, file, recipe, options);
  const close = async (error?: unknown): Promise<void> => {
    if (life.fitted !== earlier) fit.began = true;
    if (life.disposed) fit.began = false;
    await fit.close(error);
  };
  try {
    for await (const record of train(kept(options, fit), { fit, ...(goesOn ? { restore } : {}) })) {
      const wake = fit.rest();
      yield record;
      wake();
    }
    fit.began = true;
  } catch (error) {
    await close(error);
    throw error;
  } finally {
    await close();
  }
}

/** Trains with `options.checkpoint`: goes on with the run in the file if asked to, and keeps the run there. */
export async function* trainKept<Parts extends Assembly>(
  engine: Engine<Parts>,
  checkpoint: CheckpointOptions,
  options: SystemFitOptions,
  train: Train<Parts>,
): AsyncGenerator<EpochRecord, void> {
  const release = claim(checkpoint.path);
  try {
    yield* trainAt(checkpoint, engine, options, train);
  } finally {
    release();
  }
}
