import type { Matrix } from '../../matrix/matrix.js';
import type { Memory } from '../map/extensionParts.js';
import type { NamedArray } from './container.js';
import { badModelFile } from './headerFields.js';

const genesPath = 'genes/mean';
const [meanPath, logVariancePath] = ['memory/mean', 'memory/logVariance'];
/** Samples from larger log-variances might not be finite. */
const largestLogVariance = 80;

/** Paths of the arrays of what a model remembers of the cells of fit. */
export const memoryPaths: readonly string[] = [meanPath, logVariancePath, genesPath];

/** The remembered latents as arrays of a model file; none if the model has none. */
export function packMemory(memory: Memory | undefined): NamedArray[] {
  if (!memory) return [];
  const { mean, logVariance } = memory;
  const array = (path: string, { data, shape }: Matrix): NamedArray => ({ path, shape, data });
  return [array(meanPath, mean), ...(logVariance ? [array(logVariancePath, logVariance)] : [])];
}

/**
 * The remembered latents of a model file; undefined if it holds none.
 *
 * @param cells - Number of training cells: there are no more.
 * @param size - Size of the latent for the biology.
 * @throws Error (`ZBIO_BAD_FILE`) if the arrays aren't such latents.
 */
export function unpackMemory(
  arrays: ReadonlyMap<string, NamedArray>,
  { cells, size }: { cells: number; size: number },
): Memory | undefined {
  const [mean, logVariance] = [arrays.get(meanPath), arrays.get(logVariancePath)];
  if (!mean) {
    if (logVariance) throw badModelFile(`the array '${logVariancePath}' belongs to none`);
    return undefined;
  }
  const [rows = 0, columns] = mean.shape;
  if (mean.shape.length !== 2 || rows < 1 || rows > cells || columns !== size) {
    const expected = `shape [1 to ${cells}, ${size}]`;
    throw badModelFile(`the array '${meanPath}': expected ${expected}, received [${mean.shape}]`);
  }
  if (logVariance && `${logVariance.shape}` !== `${mean.shape}`) {
    throw badModelFile(`the array '${logVariancePath}' has another shape than '${meanPath}'`);
  }
  if (logVariance?.data.some((value) => Math.abs(value) > largestLogVariance)) {
    throw badModelFile(`the array '${logVariancePath}' holds more than ±${largestLogVariance}`);
  }
  const matrix = ({ data }: NamedArray): Matrix => ({ data, shape: [rows, size] });
  return { mean: matrix(mean), ...(logVariance ? { logVariance: matrix(logVariance) } : {}) };
}

/** The means of the genes as an array of a model file; none if the model has none. */
export function packGeneMeans(means: Float32Array | undefined): NamedArray[] {
  return means ? [{ path: genesPath, shape: [means.length], data: means }] : [];
}

/**
 * The means of the genes of a model file; undefined if it holds none.
 *
 * @throws Error (`ZBIO_BAD_FILE`) unless there is one for each gene.
 */
export function unpackGeneMeans(
  arrays: ReadonlyMap<string, NamedArray>,
  genes: number,
): Float32Array | undefined {
  const means = arrays.get(genesPath);
  if (!means || `${means.shape}` === `${[genes]}`) return means?.data;
  throw badModelFile(`the array '${genesPath}': expected shape [${genes}], received [${means.shape}]`);
}
