// Time of one training step compared with PyTorch's: same weights, minibatches and losses; interleaved; medians.
// Run: npm run bench:step [-- --json] [--only reference|default] [--batch 128] [--genes 2000] [--rounds 8] [--write docs/performance.md]
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.js';
import { pythonEnv, pythonFile } from './lib/pythonEnv.js';
import { replaceSection } from './lib/replaceSection.js';
import { closeWorkers, type StepTimes, startWorkers, timeSteps, type Workers } from './lib/stepBench.js';
import type { StepModelName } from './lib/stepModel.js';
import { tableRow } from './lib/tableRow.js';
import { type VariantName, variants } from './lib/variants.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    batch: { type: 'string', default: '32,128,512' },
    genes: { type: 'string', default: '1000,2000,5000' },
    rounds: { type: 'string', default: '8' },
    write: { type: 'string' },
  },
});
const numbers = (list: string): number[] => list.split(',').map(Number);
const names = Object.keys(variants) as VariantName[];

/** Ratio to PyTorch eager with the same number of threads; tfjs-node, which uses all threads, is compared with two. */
function ratio(milliseconds: StepTimes['milliseconds'], name: VariantName): number | null {
  const mine = milliseconds.get(name);
  const eager = milliseconds.get(variants[name].threads === 1 ? 'eager1' : 'eager2');
  return mine !== undefined && eager !== undefined ? mine / eager : null;
}

/** The three figures of `--json`. */
async function printJson(python: string): Promise<void> {
  const workers = await startWorkers(['compiled2', 'eager2', 'compiled1', 'eager1', 'wasm1'], python);
  const problem = { model: 'reference', genes: 2000, size: 128 } as const;
  const { milliseconds, gradients, idle } = await timeSteps(workers, problem, 25);
  await closeWorkers(workers);
  for (const [name, difference] of gradients) {
    console.error(`${name}: first gradients ${difference.toExponential(1)} from PyTorch's (relative L2)`);
  }
  for (const [name, time] of milliseconds) console.error(`${name}: ${time.toFixed(1)} ms`);
  console.error(`${machine()}; ${idle.text}`);
  const rounded = (name: VariantName) => {
    const value = ratio(milliseconds, name);
    return value === null ? null : Number(value.toFixed(3));
  };
  console.log(
    JSON.stringify({
      compiled2: rounded('compiled2'),
      compiled1: rounded('compiled1'),
      wasm1: rounded('wasm1'),
    }),
  );
}

function cell(milliseconds: StepTimes['milliseconds'], name: VariantName): string {
  const time = milliseconds.get(name);
  if (time === undefined) return '–';
  const shown = time.toFixed(1);
  return variants[name].side === 'ours'
    ? `${shown} (${ratio(milliseconds, name)?.toFixed(2) ?? '–'})`
    : shown;
}

function row({ problem: { size, genes }, milliseconds, gradients }: StepTimes): string {
  const worst = Math.max(...gradients.values());
  return tableRow([size, genes, ...names.map((name) => cell(milliseconds, name)), worst.toExponential(0)]);
}

async function table(workers: Workers, model: StepModelName): Promise<string[]> {
  const heading = ['cells', 'genes', ...names.map((name) => variants[name].name), 'gradients'];
  const lines = ['', `Model: ${model}`, '', tableRow(heading), tableRow(heading.map(() => '---:'))];
  for (const line of lines) console.log(line);
  let [idleShare, problems] = [0, 0];
  for (const size of numbers(values.batch)) {
    for (const genes of numbers(values.genes)) {
      const times = await timeSteps(workers, { model, genes, size }, Number(values.rounds));
      lines.push(row(times));
      console.log(lines.at(-1));
      idleShare += times.idle.share;
      problems++;
    }
  }
  lines.push('', `Machine ${((100 * idleShare) / problems).toFixed(0)} % idle between the rounds.`);
  console.log(`\n${lines.at(-1)}`);
  return lines;
}

async function printTables(python: string): Promise<void> {
  const about = `${machine()}. Median milliseconds per step (in brackets: divided by PyTorch eager with the same number of threads).`;
  console.log(about);
  const workers = await startWorkers(names, python);
  const models: StepModelName[] = values.only ? [values.only as StepModelName] : ['reference', 'default'];
  const lines = [about];
  for (const model of models) lines.push(...(await table(workers, model)));
  await closeWorkers(workers);
  if (values.write) await replaceSection(values.write, 'step table', lines);
}

const python = await pythonEnv(pythonFile('requirements-speed.txt'));
if (values.json) await printJson(python);
else await printTables(python);
