import * as tf from '@tensorflow/tfjs';
import { ensureBackend } from '../backend/ensureBackend.js';
import { rejectUnknown } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import type { Labels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import { toDense } from '../matrix/toDense.js';
import type { Mode } from '../nn/network.js';
import { takeRows } from '../train/minibatch.js';
import type { Assembly, EncodeInput } from './assembly.js';
import type { CellOptions } from './calls.js';
import { asCells, checkGenes } from './checkCells.js';
import { mapChunks } from './chunks.js';
import { type CovariateColumns, codeColumns, oneBatch } from './covariateColumns.js';
import type { FittedSystem } from './fittedSystem.js';
import { inference } from './inference.js';
import { checkCounts } from './inputScale.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Cells that a fitted system was given, checked and coded. */
export interface SystemCells extends CovariateColumns {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
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
  { genes, ...unknown }: CellOptions,
  { recipe, fitted, needed }: { recipe: SystemRecipe; fitted: FittedSystem; needed: readonly string[] },
): Promise<SystemCells> {
  rejectUnknown(call, unknown, ['genes']);
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
  return { x: cells, ...only, ...columns };
}

function inputOf({ batch, covariates }: SystemCells, chunk: Matrix | CsrMatrix, start: number): EncodeInput {
  const rows = Int32Array.from({ length: chunk.shape[0] }, (_, i) => start + i);
  const tensorOf = ({ data, shape }: Matrix): tf.Tensor2D => tf.tensor2d(data, shape);
  const take = (column: Labels | Matrix): tf.Tensor2D => tensorOf(takeRows(column, rows));
  const named = Object.entries(covariates).map(([name, column]) => [name, take(column)] as const);
  return {
    x: tensorOf(toDense(chunk)),
    ...(batch ? { batch: take(batch) } : {}),
    covariates: Object.fromEntries(named),
  };
}

/**
 * Maps cells to new rows in evaluation mode, a chunk at a time: what the verbs of a system are made of.
 *
 * @param columns - Columns of the result.
 * @param map - Runs inside `tf.tidy`: some cells as tensors, to [cells, columns].
 * @returns [cells, columns], nothing to dispose.
 */
export function mapCells(
  cells: SystemCells,
  columns: number,
  map: (input: EncodeInput, mode: Mode) => tf.Tensor2D,
): Promise<Matrix> {
  return mapChunks({ x: cells.x, input: 'asIs' }, columns, (chunk, start) =>
    map(inputOf(cells, chunk, start), inference),
  );
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
