import { basename } from 'node:path';
import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { badValue, failure } from '../check/errors.js';
import { nearest } from '../check/nearest.js';
import { quoted } from '../check/quoted.js';
import { modelFacts } from '../evaluate/page/modelFacts.js';
import type { AnnData } from '../io/anndata.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { engineOf } from '../model/System.js';
import { readCells } from './cells.js';
import type { Command } from './commandLine/parseCommand.js';
import { UsageError } from './commandLine/usageError.js';
import { inputOf } from './input/readInput.js';
import { warnOfFigures } from './save/warnOfFigures.js';
import { writePage } from './save/writePage.js';
import { type ScoredLatents, scoreLatents, whyNotScored } from './scoreLatents.js';
import { cellsDone, followed } from './shell/followed.js';
import type { Outcome, Shell } from './shell/shell.js';
import { startBackend } from './startBackend.js';
import { cellOptions, readForModel } from './transformCommand.js';

/** Cells with the latents to score. */
interface Scored {
  obs: AnnData['obs'];
  latents: ScoredLatents;
}

async function ofModel(path: string, command: Command, shell: Shell): Promise<Scored> {
  using model = await DisentangledAE.load(path);
  const { adata, normalised } = await readForModel(model, command, shell);
  const options = { ...cellOptions(command.values, shell), genes: normalised.varNames };
  const latents = await followed(shell, cellsDone('latents'), (watched) =>
    model.transform(normalised.x, { ...options, ...watched }),
  );
  const nioDetached = model.latent.nio.detached;
  const { recipe, life } = engineOf(model);
  const facts = await life.use('report', (fitted) => modelFacts(recipe, fitted));
  return { obs: adata.obs, latents: { ...latents, nioDetached, x: normalised.x, model: facts } };
}

function embeddings(obsm: AnnData['obsm'], wanted: string | undefined): ScoredLatents {
  const name = wanted ?? 'X_bio';
  const bio = Object.hasOwn(obsm, name) ? obsm[name] : undefined;
  if (bio) {
    const nio = name === 'X_bio' && Object.hasOwn(obsm, 'X_nio') ? obsm['X_nio'] : undefined;
    return { bio, ...(nio ? { nio } : {}) };
  }
  const known = Object.keys(obsm);
  const expected = known.length ? `one of ${quoted(known)}` : 'a file with embeddings';
  const next = known.length
    ? `Name one: --embedding ${nearest(name, known)}.`
    : "Write one with 'zbio fit', or score a model: --model m.zbio.";
  throw badValue({ argument: '--embedding', expected, received: `'${name}'`, next });
}

async function ofFile(command: Command, shell: Shell): Promise<Scored> {
  const { embedding, input } = command.values;
  const options = { from: inputOf(command.values), input, fitted: {} };
  const { adata, normalised } = await readCells(command.files[0]!, shell, options);
  return { obs: adata.obs, latents: { ...embeddings(adata.obsm, embedding), x: normalised.x } };
}

/** Throws, before the work, on a page that can't be written; says if it will lack figures. */
async function checkPage(out: string, shell: Shell): Promise<void> {
  if (!/\.html?$/i.test(out)) {
    throw new UsageError(`--out: expected a file that ends in .html, received '${out}'.`);
  }
  await checkWritable(out);
  await warnOfFigures(shell);
}

/** `zbio report`: scores the embeddings of a file, or those that a model gives. */
export async function reportCommand(command: Command, shell: Shell): Promise<Outcome> {
  const { batch, labels, model, embedding, seed, out } = command.values;
  if (model !== undefined && embedding !== undefined) {
    throw new UsageError('Give --model or --embedding, not both.');
  }
  if (out !== undefined) await checkPage(out, shell);
  await startBackend(command.values, shell);
  const { obs, latents } = await (model === undefined
    ? ofFile(command, shell)
    : ofModel(model, command, shell));
  const names = { batch: batch!, labels };
  const reason = whyNotScored(obs, names, command.values['many-batches']);
  if (reason) throw failure('ZBIO_BAD_VALUE', `report: these cells can't be scored: ${reason}.`);
  const found = await scoreLatents(latents, obs, names, { seed }, shell);
  const { text, leakage, integration, fingerprint } = found;
  if (out !== undefined) await writePage(found, out, basename(model ?? command.files[0]!), shell);
  return { text, json: { command: 'report', out, fingerprint, leakage, integration } };
}
