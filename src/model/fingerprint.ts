import { readValues } from '../tensor/values.js';
import type { Fitted } from './fitted.js';
import type { SystemRecipe } from './systemRecipe.js';

/** SHA-256 in hexadecimal; undefined in a page that isn't secure (http), where browsers have no cryptography. */
async function sha256(bytes: Blob): Promise<string | undefined> {
  const digest = await globalThis.crypto?.subtle?.digest('SHA-256', await bytes.arrayBuffer());
  if (!digest) return undefined;
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * SHA-256 of what decides the results of a model: its weights, its genes, its categories. A model has the same one before `save` and
 * after `load`, also if `load` wasn't given what only training needs; nothing that differs between two equal runs, such as times, is in it.
 */
export async function fingerprint(
  { kind }: Pick<SystemRecipe, 'kind'>,
  fitted: Fitted,
): Promise<string | undefined> {
  const { assembly, scale, genes, geneNames, batches, covariates } = fitted;
  const variables = [...new Set(Object.values(assembly.networks).flatMap((network) => network.variables))];
  const shapes = variables.map(({ shape }) => shape);
  const head = { kind, scale, genes, geneNames, batches, covariates, latent: assembly.latent, shapes };
  return sha256(new Blob([JSON.stringify(head), ...(await readValues(variables))]));
}
