// Fits for many epochs and records memory use. Argument: the way.
import * as tf from '@tensorflow/tfjs';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { randomCsr } from './randomCsr.js';
import { startWay, type Way } from './steppers.js';
import { serve } from './worker.js';

/** Memory after an epoch. */
export interface EpochMemory {
  /** Bytes. */
  resident: number;
  tensors: number;
}

const way = process.argv[2] as Way;

async function watch(epochs: number): Promise<EpochMemory[]> {
  const x = randomCsr(2000, 1000, 10);
  const batch = Array.from({ length: 2000 }, (_, i) => i % 4);
  const memory: EpochMemory[] = [];
  const onEpoch = () => {
    globalThis.gc?.();
    memory.push({ resident: process.memoryUsage.rss(), tensors: tf.memory().numTensors });
  };
  using model = new DisentangledAE({ seed: 1, input: 'asIs' });
  await model.fit(x, batch, { epochs, onEpoch, compile: way === 'compiled' });
  return memory;
}

await serve(async ({ epochs }: { epochs: number }) => {
  const installed = await startWay(way);
  return { installed, memory: installed ? await watch(epochs) : [] };
});
