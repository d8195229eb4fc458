import { formatVersion } from './file/container.js';
import { sourceBytes } from './file/files.js';
import { readSystem } from './readSystem.js';

/** What a model file holds, see {@link verifyModel}. */
export interface ModelSummary {
  /** Name of the class that loads it, such as `'DisentangledAE'`. */
  kind: string;
  /** Version of the file's format. */
  formatVersion: number;
  /** Number of cells that the model was trained on. */
  cells: number;
  /** Number of genes. */
  genes: number;
  /** Names of the batches. */
  batches: readonly string[];
  /** Number of epochs done. */
  epochs: number;
  /** Names of the options that `load` must be given to train further; none if the file holds all. */
  missing: readonly string[];
  /** Number of arrays: weights, moments of the optimizers, weights of the best epoch. */
  arrays: number;
  /** Size of the file. */
  bytes: number;
}

/**
 * Checks a model file without building the model: that no bit has changed since it was saved, that it is complete, and that it holds
 * what a model file holds. Whether the options are allowed is for the class to say, in `load`.
 *
 * @param source - Bytes, or a path (Node).
 * @returns What the file holds.
 * @throws Error (`ZBIO_BAD_FILE`) on a foreign, truncated or damaged file, naming the damaged arrays; Error (`ZBIO_BAD_PATH`) if the
 *   file can't be read.
 * @example
 * ```ts
 * const { kind, epochs } = await verifyModel('model.zbio');
 * ```
 */
export async function verifyModel(source: ArrayBuffer | Uint8Array | string): Promise<ModelSummary> {
  const bytes = await sourceBytes(source);
  const { header, arrays } = readSystem(bytes);
  const { kind, cells, genes, batches, epoch, options, networks } = header;
  return {
    kind,
    formatVersion,
    cells,
    genes,
    batches,
    epochs: epoch,
    missing: options.custom.filter((name) => !Object.hasOwn(networks, name)),
    arrays: arrays.size,
    bytes: bytes.byteLength,
  };
}
