// Growth of time with genes and minibatch size, growth of memory with epochs, and memory of a fit of half a million cells.
// Run: npm run bench:scale [-- --only growth|epochs|large] [--cells 500000] [--write docs/performance.md]
import { parseArgs } from 'node:util';
import type { EpochMemory } from './lib/epochMemoryWorker.js';
import { machine } from './lib/machine.js';
import { replaceSection } from './lib/replaceSection.js';
import { growthPower, median } from './lib/statistics.js';
import type { StepModelName } from './lib/stepModel.js';
import type { Way } from './lib/steppers.js';
import { startNodeWorker, type Worker } from './lib/worker.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    cells: { type: 'string', default: '500000' },
    write: { type: 'string' },
  },
});
const ways: Way[] = ['compiled', 'wasm'];
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
const lines: string[] = [`${machine()}.`];

function say(...some: string[]): void {
  lines.push(...some);
  for (const line of some) console.log(line);
}

async function stepTime(worker: Worker, model: StepModelName, genes: number, size: number): Promise<number> {
  await worker.request({ do: 'open', problem: { model, genes, size } });
  const steps = (count: number) => worker.request<{ milliseconds: number[] }>({ do: 'steps', count });
  const { milliseconds } = await steps(3);
  const enough = Math.max(5, Math.min(40, Math.ceil(2000 / Math.min(...milliseconds))));
  return median((await steps(enough)).milliseconds);
}

function growthRow(what: string, sizes: number[], times: number[]): string {
  const cells = sizes.map((size, i) => `${size}: ${times[i]!.toFixed(1)}`).join(', ');
  const last = growthPower(sizes.slice(-2), times.slice(-2));
  return `| ${what} | ${cells} | ${growthPower(sizes, times).toFixed(2)} | ${last.toFixed(2)} |`;
}

async function growth(way: Way): Promise<void> {
  const worker = startNodeWorker('stepWorker.ts', [way, '2']);
  if ((await worker.request<{ installed: boolean }>({ do: 'start' })).installed) {
    for (const model of ['default', 'reference'] as const) {
      const genes = [1000, 2000, 4000, 8000];
      const byGenes: number[] = [];
      for (const count of genes) byGenes.push(await stepTime(worker, model, count, 128));
      say(growthRow(`${model}, ${way}: genes, 128 cells`, genes, byGenes));
      const cells = [64, 128, 256, 512, 1024];
      const byCells: number[] = [];
      for (const count of cells) byCells.push(await stepTime(worker, model, 2000, count));
      say(growthRow(`${model}, ${way}: cells per minibatch, 2,000 genes`, cells, byCells));
    }
  }
  await worker.close();
}

async function epochMemory(way: Way): Promise<void> {
  const worker = startNodeWorker('epochMemoryWorker.ts', [way]);
  const { memory } = await worker.request<{ memory: EpochMemory[] }>({ epochs: 60 });
  await worker.close();
  const [early, late] = [memory[19], memory.at(-1)];
  if (!early || !late) return;
  const resident = `${megabytes(early.resident)} | ${megabytes(late.resident)}`;
  say(`| ${way} | ${resident} | ${early.tensors} | ${late.tensors} |`);
}

async function large(way: Way): Promise<void> {
  const worker = startNodeWorker('largeFitWorker.ts', [way]);
  const request = { cells: Number(values.cells), genes: 2000, seconds: 20 };
  const answer = await worker.request<{ installed: boolean; steps: number; peak: number }>(request);
  await worker.close();
  if (answer.installed) say(`| ${way} | ${answer.steps} | ${megabytes(answer.peak)} |`);
}

const parts = {
  growth: {
    heading: [
      'Milliseconds per step, and the power p of time = c · size^p: over all sizes, and from the last but one to the last.',
      '',
      '| what grows | milliseconds | p | p at the end |',
      '| --- | --- | ---: | ---: |',
    ],
    run: growth,
  },
  epochs: {
    heading: [
      'Memory of a fit: after epoch 20 and after epoch 60.',
      '',
      '| way | resident MB at 20 | at 60 | tensors at 20 | at 60 |',
      '| --- | ---: | ---: | ---: | ---: |',
    ],
    run: epochMemory,
  },
  large: {
    heading: [
      `Peak memory of training on ${values.cells} cells x 2000 genes (CSR counts, 10 % stored), including the cells.`,
      '',
      '| way | steps | resident MB |',
      '| --- | ---: | ---: |',
    ],
    run: large,
  },
};

console.log(lines[0]);
for (const [name, { heading, run }] of Object.entries(parts)) {
  if (values.only && values.only !== name) continue;
  say('', ...heading);
  for (const way of ways) await run(way);
}
if (values.write) await replaceSection(values.write, 'scale tables', lines);
