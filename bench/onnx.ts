// Checks exported files in Python: onnx must accept them, and onnxruntime must return the model's own results.
// Run: npm run test:onnx
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OnnxPart } from '../src/entries/autoencoder.js';
import { DisentangledAE, exportOnnx, labels, type Matrix, simulateCells } from '../src/index.js';
import { copyRows } from '../src/matrix/copyRows.js';
import { pythonEnv, pythonFile } from './lib/pythonEnv.js';
import { runToEnd } from './lib/runToEnd.js';

const folder = await mkdtemp(join(tmpdir(), 'zbio-onnx-'));
const adata = simulateCells({ cells: 400, genes: 300, batches: 3, types: 4, seed: 1 });
const genes = adata.varNames;
const preprocessing = { genes: 'simulated' };
const model = await new DisentangledAE({ seed: 1 }).fit(adata.x, labels(adata.obs, 'batch'), {
  epochs: 5,
  genes,
  preprocessing,
});
const x = copyRows(
  adata.x as Matrix,
  Array.from({ length: 60 }, (_, i) => i),
);

async function saved(name: string, { data, shape }: Matrix): Promise<object> {
  await writeFile(join(folder, name), data);
  return { file: name, shape };
}

async function caseOf(part: OnnxPart, outputs: Record<string, Matrix>): Promise<object> {
  await writeFile(join(folder, `${part}.onnx`), await exportOnnx(model, part));
  const named = Object.entries(outputs).map(
    async ([name, matrix]) => [name, await saved(`${part}.${name}`, matrix)] as const,
  );
  const inputs = { x: await saved(`${part}.x`, x) };
  const { batches } = model;
  const wanted = Object.fromEntries(await Promise.all(named));
  return { model: `${part}.onnx`, genes, batches, preprocessing, inputs, outputs: wanted };
}

try {
  const { bio, nio } = await model.transform(x);
  const cases = [
    await caseOf('encoder', { bio, nio }),
    await caseOf('correct', { x_corrected: await model.correct(x) }),
  ];
  await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
  const python = await pythonEnv(pythonFile('requirements-onnx.txt'));
  await runToEnd(python, [pythonFile('onnx_check.py'), folder]);
} finally {
  await rm(folder, { recursive: true });
}
