// Fits and disposes of models again and again, eager and compiled: tensors and memory of the process stay as they were
import * as tf from '@tensorflow/tfjs';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { syntheticCells } from '../helpers/cells.js';
import { attempts } from './tools/attempts.js';
import { collectGarbage } from './tools/collectGarbage.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 20 });
const options = longOptions({ inputs: 1000 });
/** Cycles after which everything that is made once has been made. */
const warmUp = 0.2;
/** Growth of the process that garbage not collected yet may explain. */
const mostGrowth = 30e6;

async function cycle(compile: boolean, seed: number): Promise<void> {
  using model = new DisentangledAE({ encoder: { hidden: [8] }, decoder: { hidden: [8] }, seed });
  await model.fit(x, batch, { epochs: 2, batchSize: 20, compile });
  await model.transform(x);
}

function heldMemory(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}

const faults: string[] = [];
const results: string[] = [];
for (const compile of [false, true]) {
  const name = compile ? 'compiled' : 'eager';
  await cycle(compile, 0);
  const tensors = tf.memory().numTensors;
  const samples: number[] = [];
  for (const i of attempts({ ...options, seconds: options.seconds / 2 })) {
    await cycle(compile, options.seed + i);
    samples.push(heldMemory());
    const left = tf.memory().numTensors - tensors;
    if (left !== 0) faults.push(`${name}, cycle ${i}: ${left} tensors are left`);
  }
  const [before, after] = [samples[Math.floor(warmUp * samples.length)]!, samples.at(-1)!];
  const growth = after - before;
  results.push(
    `${samples.length} ${name}: memory ${Math.round(before / 1e6)} to ${Math.round(after / 1e6)} MB`,
  );
  if (growth > mostGrowth) faults.push(`${name}: grew by ${Math.round(growth / 1e6)} MB`);
}
conclude(`cycles of fit, transform and dispose, ${results.join('; ')}`, faults);
