// Trains on many cells for some seconds and reports the peak memory. Argument: the way.
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { randomCsr } from './randomCsr.js';
import { startWay, type Way } from './steppers.js';
import { serve } from './worker.js';

const way = process.argv[2] as Way;

/** Trains. @returns The number of steps. */
async function train(cells: number, genes: number, seconds: number): Promise<number> {
  const x = randomCsr(cells, genes, 10);
  for (let k = 0; k < x.data.length; k++) x.data[k] = Math.ceil(4 * x.data[k]!);
  const batch = Int32Array.from({ length: cells }, (_, i) => i % 4);
  const stop = new AbortController();
  let steps = 0;
  // A schedule is called at every step, so it counts the steps.
  const learningRate = () => {
    if (steps++ === 0) setTimeout(() => stop.abort(), 1000 * seconds);
    return 1e-3;
  };
  using model = new DisentangledAE({ seed: 1, input: 'counts', optimizer: { learningRate } });
  const options = { epochs: 10, signal: stop.signal, compile: way === 'compiled' };
  await model.fit(x, batch, options).catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  return steps;
}

await serve(async ({ cells, genes, seconds }: { cells: number; genes: number; seconds: number }) => {
  if (!(await startWay(way))) return { installed: false };
  const steps = await train(cells, genes, seconds);
  // In kilobytes on every system.
  return { installed: true, steps, peak: process.resourceUsage().maxRSS * 1024 };
});
