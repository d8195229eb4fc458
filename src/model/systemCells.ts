import * as tf from '@tensorflow/tfjs';
import { type CellOptions, mapperOptions } from '../autoencoder/calls.js';
import { inference } from '../autoencoder/inference.js';
import { ensureBackend } from '../backend/ensureBackend.js';
import { rejectUnknown } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { Mode } from '../nn/network.js';
import { asMinibatch, columnsOf } from '../train/minibatch.js';
import type { Assembly, EncodeInput } from './assembly.js';
import { asCells, checkGenes } from './checkCells.js';
import { type CovariateColumns, codeColumns, oneBatch } from './covariateColumns.js';
import type { FittedSystem } from './fitted.js';
import type { CellMap } from './map/cellMap.js';
import type { MapperOptions } from './map/createMapper.js';
import { checkCounts } from './map/inputScale.js';
import { mapChunks } from './map/mapChunks.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Cells that a fitted system was given, checked and coded. */
export interface SystemCells extends CovariateColumns {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** Who maps them; default: tfjs. */
  mapper?: MapperOptions;
}

/** What the encoder reads, as far as `fit` got it. */
export function encodedColumns({ covariates, batchEncoded }: SystemRecipe, fitted: FittedSystem): string[] {
  const names = Object.keys(fitted.covariates).filter((name) => covariates[name]!.encoded);
  return batchEncoded ? ['batch', ...names] : names;
}

/** Checks and codes cells for a call after `fit`; where `fit` saw one batch only, they are of that one. */
export async function systemCells(
  call: string,
  x: MatrixLike,
  given: object,
  { genes, compile = 'auto', ...unknown }: CellOptions,
  { recipe, fitted, needed }: { recipe: SystemRecipe; fitted: FittedSystem; needed: readonly string[] },
): Promise<SystemCells> {
  rejectUnknown(call, unknown, ['genes', 'compile']);
  const mapper = mapperOptions(call, { compile });
  await ensureBackend();
  const cells = await asCells(`${call}: x`, x, genes);
  checkGenes(`${call}: x`, cells.shape[1], genes, fitted);
  if (recipe.counts) checkCounts(`${call}: x`, cells);
  const count = cells.shape[0];
  const only = fitted.batches.length === 1 ? { batch: oneBatch(count, fitted.batches) } : {};
  const columns = await codeColumns(given, {
    call,
    cells: count,
    covariates: recipe.covariates,
    needed: needed.filter((name) => !(name in only)),
    known: fitted,
  });
  return { x: cells, mapper, ...only, ...columns };
}

/**
 * Maps cells to new rows in evaluation mode, a chunk at a time: what the verbs of a system are made of.
 *
 * What comes out for a cell must be a function of that cell alone: no counters, no random numbers, no sums over cells. For where
 * it takes less time ({@link CellOptions}, `compile`), the map is recorded as a graph that onnxruntime runs: it then runs twice, and some
 * cells are mapped twice. One that reads values of tensors can't be recorded; it is computed by tfjs, with one warning.
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
  const job: CellMap = {
    cells: { x: cells.x, input: 'asIs' },
    known: Object.fromEntries(columnsOf(cells)),
    columns,
    map: (x, known) => map(asMinibatch({ ...known, x: x as tf.Tensor2D }), inference),
  };
  return mapChunks(job, cells.mapper);
}

function checkedLatent(name: string, size: number, latent: tf.Tensor2D | undefined): tf.Tensor2D {
  if (latent?.shape[1] === size) return latent;
  const expected = `[cells, ${size}], as the assembly's latent says`;
  const received = latent ? `[${latent.shape}]` : 'none';
  throw badValue({ argument: `encode: latent '${name}'`, expected, received });
}

/** The latents of cells, by name. [cells, size] each */
export async function encodeSystem(assembly: Assembly, cells: SystemCells): Promise<Record<string, Matrix>> {
  const sizes = Object.entries(assembly.latent);
  const columns = sizes.reduce((sum, [, size]) => sum + size, 0);
  const all = await mapCells(cells, columns, (input, mode) => {
    const means = assembly.encode(input, mode);
    return tf.concat(
      sizes.map(([name, size]) => checkedLatent(name, size, means[name])),
      1,
    );
  });
  let end = 0;
  const split = sizes.map(([name, size]) => {
    end += size;
    return [
      name,
      selectColumns(
        all,
        Array.from({ length: size }, (_, i) => end - size + i),
      ),
    ] as const;
  });
  return Object.fromEntries(split);
}
