import * as tf from '@tensorflow/tfjs';
import { ensureBackend } from '../backend/ensureBackend.js';
import { badValue } from '../check/errors.js';
import { readOptions } from '../check/options.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { Mode } from '../nn/network.js';
import { asMinibatch, columnsOf } from '../train/minibatch.js';
import type { Assembly, EncodeInput, SparseEncodeInput } from './assembly.js';
import { asCells, checkGenes } from './checkCells.js';
import { type CovariateColumns, codeColumns, namesOf, oneBatch } from './covariateColumns.js';
import type { Fitted } from './fitted.js';
import type { CellMap } from './map/cellMap.js';
import { type CellOptions, cellTable } from './map/cellOptions.js';
import type { MapperOptions } from './map/createMapper.js';
import { inference } from './map/inferenceMode.js';
import { checkScale, type InputCells } from './map/inputScale.js';
import { mapChunks } from './map/mapChunks.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Cells that a fitted system was given, checked and coded. */
export interface SystemCells extends CovariateColumns, InputCells {
  /** Who maps them; default: tfjs. */
  mapper?: MapperOptions;
}

/** What the encoder reads, as far as `fit` got it. */
export function encodedColumns({ covariates }: SystemRecipe, fitted: Fitted): string[] {
  const encoded = namesOf(covariates, (spec) => spec.encoded === true);
  return encoded.filter((name) => name === 'batch' || name in fitted.covariates);
}

/** Checks and codes cells for a call after `fit`; where `fit` saw one batch only, they are of that one. */
export async function systemCells(
  call: string,
  x: MatrixLike,
  given: object,
  options: CellOptions,
  { recipe, fitted, needed }: { recipe: SystemRecipe; fitted: Fitted; needed: readonly string[] },
): Promise<SystemCells> {
  const { genes, compile, onWarning } = readOptions(call, options, cellTable);
  const mapper = { call, compile, onWarning };
  await ensureBackend();
  const cells = { x: await asCells(`${call}: x`, x, genes), scale: fitted.scale };
  checkGenes(`${call}: x`, cells.x.shape[1], genes, fitted);
  checkScale(`${call}: x`, cells);
  const count = cells.x.shape[0];
  const only = fitted.batches.length === 1 ? { batch: oneBatch(count, fitted.batches) } : {};
  const columns = await codeColumns(given, {
    call,
    cells: count,
    covariates: recipe.covariates,
    needed: needed.filter((name) => !(name in only)),
    known: fitted,
  });
  return { ...cells, mapper, ...only, ...columns };
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
    known: Object.fromEntries(columnsOf(cells)),
    columns,
    sparse,
    map: (x, known) => map({ ...asMinibatch(known), x }, inference),
  };
  return mapChunks(job, mapper);
}

/**
 * Maps cells to new rows in evaluation mode, one chunk at a time: what the verbs of a system are made of.
 *
 * What comes out for a cell must be a function of that cell alone: no counters, no random numbers, no sums over cells. Where it
 * takes less time ({@link CellOptions}, `compile`), the map is recorded as a graph that onnxruntime runs: it then runs twice,
 * and some cells are mapped twice. A map that reads values of tensors can't be recorded; tfjs computes it, with one warning.
 *
 * @param columns - Columns of the result.
 * @param map - Runs inside `tf.tidy`: some cells as tensors, to [cells, columns].
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

/** {@link mapCells} for a map that reads compressed rows too: sparse cells stay sparse where that takes less time. */
export function mapSparseCells(
  cells: SystemCells,
  columns: number,
  map: (input: SparseEncodeInput, mode: Mode) => tf.Tensor2D,
): Promise<Matrix> {
  return mapRows(cells, columns, true, map);
}

function checkedLatent(name: string, size: number, latent: tf.Tensor2D | undefined): tf.Tensor2D {
  if (latent?.shape[1] === size) return latent;
  const expected = `[cells, ${size}], as the assembly's latent says`;
  const received = latent ? `[${latent.shape}]` : 'none';
  throw badValue({ argument: `encode: latent '${name}'`, expected, received });
}

/** Columns of a matrix cut into blocks of the given sizes, by name. */
function blocksOf(all: Matrix, sizes: readonly [name: string, size: number][]): Record<string, Matrix> {
  let start = 0;
  const blocks = sizes.map(([name, size]) => {
    const columns = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    return [name, selectColumns(all, columns)] as const;
  });
  return Object.fromEntries(blocks);
}

/** The latents of cells, by name. [cells, size] each */
export async function encodeSystem(assembly: Assembly, cells: SystemCells): Promise<Record<string, Matrix>> {
  const sizes = Object.entries(assembly.latent);
  const columns = sizes.reduce((sum, [, size]) => sum + size, 0);
  const join = (means: Record<string, tf.Tensor2D>): tf.Tensor2D =>
    tf.concat(
      sizes.map(([name, size]) => checkedLatent(name, size, means[name])),
      1,
    );
  const { encodeSparse } = assembly;
  const all = encodeSparse
    ? await mapSparseCells(cells, columns, (input, mode) => join(encodeSparse(input, mode)))
    : await mapCells(cells, columns, (input, mode) => join(assembly.encode(input, mode)));
  return blocksOf(all, sizes);
}
