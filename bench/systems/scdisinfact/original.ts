import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { exists } from '../../lib/exists.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import { type ConditionSet, targetBatchOf } from './conditionSet.js';
import type { Result } from './result.js';

// Results are kept, because the original code doesn't change and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/scdisinfact/', import.meta.url));
const oneThread = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

async function writeCells(stem: string, { counts, batch, condition }: ConditionSet): Promise<void> {
  await writeArrays(`${stem}.counts.f32`, [counts.data]);
  const rows = batch.map((name, cell) => `${name},${condition[cell]}`);
  await writeFile(`${stem}.meta.csv`, ['batch,condition', ...rows, ''].join('\n'));
}

async function train(
  set: ConditionSet,
  seed: number,
  each: number,
  sources: string,
  out: string,
): Promise<void> {
  const stem = join(cache, set.name);
  await mkdir(cache, { recursive: true });
  await writeCells(stem, set);
  const python = await pythonEnv(pythonFile('requirements-scdisinfact.txt'));
  const targets = [set.target, targetBatchOf(set)];
  const args = [sources, stem, String(seed), String(set.epochs), String(each), ...targets, out];
  await runToEnd(python, [pythonFile('systems/scdisinfact.py'), ...args], oneThread);
}

/** Results of the original scDisInFact code on a set, trained once per seed. */
export async function original(
  set: ConditionSet,
  seed: number,
  each: number,
  sources: string,
): Promise<Result> {
  const out = join(cache, `${set.name}.${set.epochs}.${each}.${seed}`);
  if (!(await exists(`${out}.moved.f32`))) await train(set, seed, each, sources, out);
  const read = (name: string): Promise<Float32Array> => readFloats(`${out}.${name}.f32`);
  const [cells, genes] = set.counts.shape;
  const counts = async (name: string): Promise<Matrix> => {
    const data = await read(name);
    return { data, shape: [data.length / genes, genes] };
  };
  return {
    shared: { data: await read('shared'), shape: [cells, 8] },
    condition: { data: await read('condition'), shape: [cells, 2] },
    scores: await read('scores'),
    predicted: await counts('predicted'),
    moved: await counts('moved'),
  };
}
