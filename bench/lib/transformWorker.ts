// Transforms cells in one way, in its own process. Argument: the way.
import { join } from 'node:path';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { readValues } from '../../src/tensor/values.js';
import { writeArrays } from './arrayFile.js';
import { randomCsr } from './randomCsr.js';
import { startWay, transformOptions, type Way } from './steppers.js';
import { serve } from './worker.js';

type Request = { do: 'open'; cells: number; genes: number; folder: string } | { do: 'transform' };

const way = process.argv[2] as Way;
let x = randomCsr(2, 10, 10);
let model = new DisentangledAE();

/** Fits a model for one epoch, and writes it and its cells for PyTorch. */
async function open(cells: number, genes: number, folder: string): Promise<{ installed: boolean }> {
  if (!(await startWay(way))) return { installed: false };
  const few = randomCsr(512, genes, 10);
  const batch = Array.from({ length: 512 }, (_, i) => i % 2);
  // The default's encoder, made here so that its weights can be read.
  const encoder = createEncoder({ genes });
  model = await new DisentangledAE({ encoder, input: 'asIs' }).fit(few, batch, { epochs: 1, compile: false });
  x = randomCsr(cells, genes, 10);
  await writeArrays(join(folder, 'encoder.f32'), await readValues(encoder.variables));
  await writeArrays(join(folder, 'data.f32'), [x.data]);
  await writeArrays(join(folder, 'indices.i32'), [x.indices]);
  await writeArrays(join(folder, 'indptr.i32'), [x.indptr]);
  return { installed: true };
}

async function transform(): Promise<{ seconds: number; sum: number }> {
  const started = performance.now();
  const { bio, nio } = await model.transform(x, transformOptions(way));
  const seconds = (performance.now() - started) / 1000;
  const sum = [bio, nio].reduce((all, { data }) => data.reduce((a, b) => a + Math.abs(b), all), 0);
  return { seconds, sum };
}

await serve((request: Request) =>
  request.do === 'open' ? open(request.cells, request.genes, request.folder) : transform(),
);
