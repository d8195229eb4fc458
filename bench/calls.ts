// Time of the calls after fit, with onnxruntime and with tfjs.
// Run: npm run bench:calls [-- --write docs/performance.md]
import { parseArgs } from 'node:util';
import { DisentangledAE } from '../src/autoencoder/DisentangledAE.js';
import type { Matrix } from '../src/matrix/matrix.js';
import { toDense } from '../src/matrix/toDense.js';
import { Drvi } from '../src/systems/drvi/Drvi.js';
import { machine } from './lib/machine.js';
import { randomCsr } from './lib/randomCsr.js';
import { replaceSection } from './lib/replaceSection.js';
import { median } from './lib/statistics.js';
import { tableRow } from './lib/tableRow.js';

const { values } = parseArgs({ options: { write: { type: 'string' } } });
const [genes, rounds] = [2000, 3];
const sparse = randomCsr(20_000, genes, 10);
const batchOf = (cells: number): number[] => Array.from({ length: cells }, (_, i) => i % 2);
const counts = (cells: number): Matrix => {
  const { data, shape } = toDense(randomCsr(cells, genes, 10));
  return { data: data.map((value) => Math.round(3 * value)), shape };
};

type Call = (options: { compile: boolean }) => Promise<unknown>;

async function seconds(call: Call, compile: boolean): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await call({ compile });
    times.push((performance.now() - started) / 1000);
  }
  return median(times);
}

async function row(name: string, cells: number, call: Call): Promise<string> {
  const [compiled, plain] = [await seconds(call, true), await seconds(call, false)];
  return tableRow([name, cells, compiled.toFixed(2), plain.toFixed(2), (plain / compiled).toFixed(1)]);
}

const few = randomCsr(512, genes, 10);
const plan = { epochs: 1, compile: false };
const model = await new DisentangledAE({ input: 'asIs' }).fit(few, batchOf(512), plan);
const drvi = await new Drvi().fit(counts(512), { batch: batchOf(512) }, plan);
const [dense, ofDrvi] = [toDense(sparse), counts(2000)];
const lines = [
  `${machine()}. ${genes} genes, 10 % of the values not zero; medians of ${rounds}.`,
  '',
  '| call | cells | compiled, seconds | tfjs wasm, seconds | times as long |',
  '| --- | ---: | ---: | ---: | ---: |',
  await row('`transform`, CSR', 20_000, (how) => model.transform(sparse, how)),
  await row('`transform`, dense', 20_000, (how) => model.transform(dense, how)),
  await row('`reconstruct`, dense', 20_000, (how) => model.reconstruct(dense, batchOf(20_000), how)),
  await row('`correct`, dense', 20_000, (how) => model.correct(dense, how)),
  await row('`Drvi.correct`, dense', 2000, (how) => drvi.correct(ofDrvi, how)),
];
console.log(lines.join('\n'));
if (values.write) await replaceSection(values.write, 'calls table', lines);
process.exit(); // models need no disposal at the end of a process
