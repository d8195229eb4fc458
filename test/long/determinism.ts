// Fits the same model in new processes and in threads, eager and compiled: the latents are equal to the bit
import { createHash } from 'node:crypto';
import { inTsThread } from '../process/inTsThread.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';
import { runScript } from './tools/runScript.js';

const hashOf = (latents: readonly number[]): string =>
  createHash('sha256').update(Float64Array.from(latents)).digest('hex').slice(0, 16);

async function inThread(seed: number, compile: boolean): Promise<string> {
  const worker = new URL('../process/fitWorker.ts', import.meta.url);
  return hashOf((await inTsThread(worker, { seed, compile })) as number[]);
}

async function inProcess(seed: number, compile: boolean): Promise<string> {
  const { output } = await runScript('tools/fitOnce.ts', { args: [String(seed), String(compile)] });
  return hashOf(JSON.parse(output.trim().split('\n').at(-1)!));
}

const options = longOptions({ inputs: 40 });
const seen = new Map<string, Set<string>>();
let runs = 0;
for (const i of attempts(options)) {
  const compile = i % 2 === 1;
  const run = i % 4 < 2 ? inProcess : inThread;
  const name = `${compile ? 'compiled' : 'eager'}`;
  const hashes = seen.get(name) ?? new Set();
  seen.set(name, hashes.add(await run(options.seed, compile)));
  runs++;
}
const faults = [...seen].flatMap(([name, hashes]) =>
  hashes.size > 1 ? [`${name}: ${[...hashes].join(', ')}`] : [],
);
conclude(`${runs} fits in new processes and threads, ${[...seen.keys()].join(' and ')}`, faults);
