import * as tf from '@tensorflow/tfjs';
import { ensureBackend } from '../backend/ensureBackend.js';
import { badValue } from '../check/errors.js';
import { readOptions } from '../check/options.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { pickColumns } from '../matrix/pickColumns.js';
import type { Mode } from '../nn/network.js';
import { asMinibatch, columnsOf } from '../train/minibatch.js';
import type { Assembly, EncodeInput, SparseEncodeInput } from './assembly.js';
import { asCells } from './checkCells.js';
import { type CovariateColumns, codeColumns, namesOf, oneBatch } from './covariateColumns.js';
import type { Fitted } from './fitted.js';
import type { CellMap } from './map/cellMap.js';
import { type CellOptions, type CellValues, cellTable } from './map/cellOptions.js';
import type { MapperOptions } from './map/createMapper.js';
import { inference } from './map/inferenceMode.js';
import type { InputCells } from './map/inputScale.js';
import { mapChunks } from './map/mapChunks.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Cells given to a fitted system, checked and coded. */
export interface SystemCells extends CovariateColumns, InputCells {
  /** How they are mapped; default: by tfjs. */
  mapper?: MapperOptions;
}

/** Names of the columns that the encoder reads, without those that `fit` wasn't given. */
export function encodedColumns({ covariates }: SystemRecipe, fitted: Fitted): string[] {
  const encoded = namesOf(covariates, (spec) => spec.encoded === true);
  return encoded.filter((name) => name === 'batch' || name in fitted.covariates);
}

/** The fit that a call uses. */
interface FittedFor {
  recipe: SystemRecipe;
  fitted: Fitted;
  /** Columns that the call requires. */
  needed: readonly string[];
  /** Throws if the model has been disposed while the call ran. */
  checkAlive?: () => void;
}

/** Checks cells and brings them to the genes and the units of `fit`. */
export async function newCells(
  call: string,
  x: MatrixLike,
  values: Pick<CellValues, 'genes' | 'missingGenes' | 'leastMatched' | 'input' | 'onWarning'>,
  fitted: Fitted,
): Promise<InputCells> {
  await ensureBackend();
  const argument = `${call}: x`;
  const { genes, missingGenes, leastMatched, input, onWarning } = values;
  const { cellsAfterFit } = await import('./cells/cellsAfterFit.js');
  const given = { genes, missingGenes, leastMatched, input, onWarning };
  return cellsAfterFit(argument, await asCells(argument, x, genes), given, fitted);
}

/** Checks and codes cells for a call after `fit`. If `fit` saw one batch only, all cells belong to it. */
export async function systemCells(
  call: string,
  x: MatrixLike,
  given: object,
  options: CellOptions,
  { recipe, fitted, needed, checkAlive }: FittedFor,
): Promise<SystemCells> {
  const values = readOptions(call, options, cellTable);
  const { genes: _, missingGenes: __, leastMatched: ___, input: ____, signal, ...mapping } = values;
  const check = (): void => {
    signal?.throwIfAborted();
    checkAlive?.();
  };
  check();
  const mapper = { call, check, ...mapping };
  const input = await newCells(call, x, values, fitted);
  const [cells] = input.x.shape;
  const only = fitted.batches.length === 1 ? { batch: oneBatch(cells, fitted.batches) } : {};
  const coded = await codeColumns(given, {
    call,
    cells,
    covariates: recipe.covariates,
    needed: needed.filter((name) => !(name in only)),
    fitted,
  });
  return { ...input, mapper, ...only, ...coded };
}

type Mapping<Input> = (input: Input, mode: Mode) => tf.Tensor2D;

function mapRows(
  { mapper, ...cells }: SystemCells,
  columns: number,
  sparse: boolean,
  map: Mapping<SparseEncodeInput>,
): Promise<Matrix> {
  const job: CellMap = {
    cells,
    inputs: Object.fromEntries(columnsOf(cells)),
    columns,
    sparse,
    map: (x, inputs) => map({ ...asMinibatch(inputs), x }, inference),
  };
  return mapChunks(job, mapper);
}

/**
 * Maps cells to new rows in evaluation mode, chunk by chunk. The verbs of a system are made of it.
 *
 * Each row of the result must depend on its own cell alone: no counters, no random numbers, no sums over cells. If that takes
 * less time ({@link CellOptions}, `compile`), the map is recorded as a graph that onnxruntime runs: recording runs it twice, and
 * some cells are mapped twice. A map that reads values of tensors can't be recorded; tfjs computes it, with one warning.
 *
 * @param columns - Number of columns of the result.
 * @param map - Maps a chunk of cells, as tensors, to [cells, columns]. Runs inside `tf.tidy`.
 * @returns [cells, columns], nothing to dispose.
 * @throws RangeError if the map's result has another shape.
 */
export function mapCells(
  cells: SystemCells,
  columns: number,
  map: (input: EncodeInput, mode: Mode) => tf.Tensor2D,
): Promise<Matrix> {
  return mapRows(cells, columns, false, map as Mapping<SparseEncodeInput>);
}

/** {@link mapCells} for a map that also reads compressed rows: sparse cells stay sparse if that takes less time. */
export function mapSparseCells(
  cells: SystemCells,
  columns: number,
  map: (input: SparseEncodeInput, mode: Mode) => tf.Tensor2D,
): Promise<Matrix> {
  return mapRows(cells, columns, true, map);
}

function checkedLatent(name: string, size: number, latent: tf.Tensor2D | undefined): tf.Tensor2D {
  if (latent?.shape[1] === size) return latent;
  const expected = `[cells, ${size}], the size in the assembly's latent`;
  const received = latent ? `[${latent.shape}]` : 'none';
  throw badValue({ argument: `encode: latent '${name}'`, expected, received });
}

/** Cuts the columns of a matrix into named blocks of the given sizes. */
function blocksOf(all: Matrix, sizes: readonly [name: string, size: number][]): Record<string, Matrix> {
  let start = 0;
  const blocks = sizes.map(([name, size]) => {
    const columns = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    return [name, pickColumns(all, columns)] as const;
  });
  return Object.fromEntries(blocks);
}

/** Encodes cells: their latents by name. [cells, size] each */
export async function encodeSystem(assembly: Assembly, cells: SystemCells): Promise<Record<string, Matrix>> {
  const sizes = Object.entries(assembly.latent);
  const { encoder } = assembly;
  if (encoder) return blocksOf(await mapRows(cells, encoder.columns, encoder.sparse, encoder.apply), sizes);
  const columns = sizes.reduce((sum, [, size]) => sum + size, 0);
  const join = (means: Record<string, tf.Tensor2D>): tf.Tensor2D =>
    tf.concat(
      sizes.map(([name, size]) => checkedLatent(name, size, means[name])),
      1,
    );
  const all = await mapCells(cells, columns, (input, mode) => join(assembly.encode(input, mode)));
  return blocksOf(all, sizes);
}
