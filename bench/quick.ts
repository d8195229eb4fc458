// Checks whether steps have become slower: compares times, relative to a load in the same run (and to PyTorch, if bench:step
// has set it up), with the committed bench/baseline.json.
// Run: npm run bench:quick [-- --update]
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { IdleMeter, machine } from './lib/machine.js';
import { existingPython, pythonFile } from './lib/pythonEnv.js';
import { race } from './lib/race.js';
import { closeWorkers, openAll, startWorkers, type Workers } from './lib/stepBench.js';
import type { StepModelName } from './lib/stepModel.js';
import { withTemporaryFolder } from './lib/temporaryFolder.js';
import type { VariantName } from './lib/variants.js';
import { startNodeWorker, type Worker } from './lib/worker.js';

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
const file = new URL('baseline.json', import.meta.url);
const threshold = 0.15;

/** Ratios by name; the machine is only for the reader. */
interface Baseline {
  machine: string;
  ratios: Record<string, number>;
}

async function ratiosOf(
  model: StepModelName,
  workers: Workers,
  load: Worker,
  idle: IdleMeter,
): Promise<[string, number][]> {
  await withTemporaryFolder((folder) => openAll(workers, { model, genes: 2000, size: 128 }, folder));
  const racers = new Map<VariantName | 'load', Worker>([...workers, ['load', load]]);
  const times = await race(racers, 15, idle);
  const against = (name: VariantName, other: VariantName | 'load'): [string, number][] => {
    const [mine, theirs] = [times.get(name), times.get(other)];
    return mine && theirs ? [[`${model}: ${name} / ${other}`, Number((mine / theirs).toFixed(3))]] : [];
  };
  const ours = ['wasm1', 'compiled1'] as const;
  return ours.flatMap((name) => [...against(name, 'load'), ...against(name, 'eager1')]);
}

async function measure(): Promise<Baseline> {
  const python = await existingPython(pythonFile('requirements-speed.txt'));
  const workers = await startWorkers(
    ['wasm1', 'compiled1', ...(python ? ['eager1' as const] : [])],
    python ?? '',
  );
  const load = startNodeWorker('loadWorker.ts');
  const idle = new IdleMeter();
  const ratios = [
    ...(await ratiosOf('default', workers, load, idle)),
    ...(await ratiosOf('reference', workers, load, idle)),
  ];
  await Promise.all([closeWorkers(workers), load.close()]);
  console.log(`${machine()}; ${idle.text}\n`);
  return { machine: machine(), ratios: Object.fromEntries(ratios) };
}

function compare(before: Record<string, number>, now: Record<string, number>): void {
  const changes = Object.entries(now).map(([name, ratio]) => ({ name, ratio, was: before[name] }));
  for (const { name, ratio, was } of changes) {
    const change = was === undefined ? 'new' : `${(100 * (ratio / was - 1)).toFixed(0)} %`;
    console.log(`${name}: ${ratio.toFixed(2)} (baseline ${was?.toFixed(2) ?? '–'}, ${change})`);
  }
  const moved = changes.filter(
    ({ ratio, was }) => was !== undefined && Math.abs(ratio / was - 1) > threshold,
  );
  console.log(moved.length ? '\nMoved by more than 15 %:' : '\nNothing moved by more than 15 %.');
  for (const { name, ratio, was } of moved) console.log(`  ${name} ${ratio > was! ? 'slower' : 'faster'}`);
}

const now = await measure();
const before = await readFile(file, 'utf8').then(
  (text) => JSON.parse(text) as Baseline,
  () => undefined,
);
compare(before?.ratios ?? {}, now.ratios);
if (values.update) await writeFile(file, `${JSON.stringify(now, null, 2)}\n`);
