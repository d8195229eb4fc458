import { extname } from 'node:path';
import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { exportOnnx } from '../autoencoder/exportOnnx.js';
import { badValue } from '../check/errors.js';
import { grouped } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { writeFile } from '../platform/writeFile.js';
import type { Command } from './commandLine/parseCommand.js';
import { UsageError } from './commandLine/usageError.js';
import { readEmbeddingsOf } from './input/readEmbeddingsOf.js';
import { latentsCsv } from './latentsCsv.js';
import type { Outcome, Shell } from './shell/shell.js';
import { startBackend } from './startBackend.js';

async function toOnnx({ files, values }: Command, shell: Shell): Promise<Outcome> {
  const { model: path, out, part = 'encoder', to } = values;
  if (path === undefined) throw new UsageError('Missing: --model <file>, the model to export.');
  if (files.length) throw new UsageError('An ONNX file is made of a model alone: leave the h5ad file out.');
  if (to !== undefined && part !== 'correct') throw new UsageError('--to: only with --part correct.');
  await checkWritable(out!);
  await startBackend(values, shell);
  using model = await DisentangledAE.load(path);
  const bytes = await exportOnnx(model, part, to === undefined ? {} : { to });
  await writeFile(out!, bytes);
  const genes = model.genes?.length;
  const text = `${out}: ${part} of ${path}${genes === undefined ? '' : `, ${genes} genes`}`;
  return { text, json: { command: 'export', out, part, bytes: bytes.length, genes: model.genes } };
}

async function toCsv(
  { files, values: { out, embedding, modality } }: Command,
  { progress }: Shell,
): Promise<Outcome> {
  const [file] = files;
  if (file === undefined)
    throw new UsageError('Missing: the h5ad file, as in zbio export out.h5ad --out latents.csv');
  await checkWritable(out!);
  const { obsm, obsNames } = await readEmbeddingsOf(file, modality);
  const wanted = embedding === undefined ? ['X_bio', 'X_nio'] : [embedding];
  const found = wanted.filter((name) => Object.hasOwn(obsm, name));
  if (found.length === 0) {
    const known = Object.keys(obsm).map((name) => `'${name}'`);
    const expected = `one of ${listed(known) || 'its embeddings, but the file has none'}`;
    throw badValue({ argument: '--embedding', expected, received: `'${wanted[0]}'` });
  }
  progress.line(`writing ${listed(found)} of ${grouped(obsNames.length)} cells`);
  await writeFile(out!, new TextEncoder().encode(latentsCsv(obsNames, obsm, found)));
  const columns = found.map((name) => obsm[name]!.shape[1]);
  return {
    text: `${out}: ${obsNames.length} cells, ${listed(found.map((name, i) => `${name} (${columns[i]})`))}`,
    json: { command: 'export', out, cells: obsNames.length, embeddings: found },
  };
}

/** `zbio export`: writes a part of a model as ONNX, or latents as CSV. */
export function exportCommand(command: Command, shell: Shell): Promise<Outcome> {
  const { out } = command.values;
  const ending = extname(out!).toLowerCase();
  if (ending === '.onnx') return toOnnx(command, shell);
  if (ending === '.csv') return toCsv(command, shell);
  throw new UsageError(`--out: expected a file that ends in .onnx or .csv, received '${out}'.`);
}
