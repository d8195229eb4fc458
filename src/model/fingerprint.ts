import { readValues } from '../tensor/values.js';
import { sha256 } from './file/sha256.js';
import type { Fitted } from './fitted.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Bytes one behind the other. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * SHA-256 of what decides the results of a model: its weights, its genes, its categories. A model has the same one before `save` and
 * after `load`, also if `load` wasn't given what only training needs; nothing that differs between two equal runs, such as times, is in it.
 */
export async function fingerprint({ kind }: Pick<SystemRecipe, 'kind'>, fitted: Fitted): Promise<string> {
  const { assembly, scale, genes, geneNames, batches, covariates } = fitted;
  const variables = [...new Set(Object.values(assembly.networks).flatMap((network) => network.variables))];
  const shapes = variables.map(({ shape }) => shape);
  const head = { kind, scale, genes, geneNames, batches, covariates, latent: assembly.latent, shapes };
  const weights = await readValues(variables);
  return sha256(
    joined([
      new TextEncoder().encode(JSON.stringify(head)),
      ...weights.map(({ buffer }) => new Uint8Array(buffer)),
    ]),
  );
}
