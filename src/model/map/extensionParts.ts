import type * as tf from '@tensorflow/tfjs';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { Mode } from '../../nn/network.js';

/** Latents of cells by name: their means and, for Gaussian latents, their log-variances. [cells, size] each */
export interface EncodedMoments {
  /** The means of all latents. */
  mean: Record<string, tf.Tensor2D>;
  /** The log-variances of the Gaussian ones. */
  logVariance: Record<string, tf.Tensor2D>;
}

/** A decoder that reads the batch, to which `extend` adds a column. */
export interface ExtensionDecoder {
  /** Its name among the networks. Built for `added` batches, it has as many columns more, behind those of the batches. */
  network: string;
  /** Decodes the means of all latents with a one-hot batch, inside `tf.tidy`. -> [cells, genes] */
  decode(latent: Record<string, tf.Tensor2D>, batch: tf.Tensor2D, mode: Mode): tf.Tensor2D;
}

/** What {@link System.extend} needs of a system: one encoder for all batches, whose first layer has a batch norm. */
export interface ExtensionParts {
  /** Name of the encoder among the networks; `extend` requires its `firstNorm`. */
  encoder: string;
  /** Encodes cells on the networks' scale with that encoder, inside `tf.tidy`. */
  moments(x: tf.Tensor2D, mode: Mode): EncodedMoments;
  /** The decoder, if it reads the batch. */
  decoder?: ExtensionDecoder;
  /** Writes statistics of a new batch's cells into variables, given the means of their latents and the batch's column. */
  finish?(latents: Readonly<Record<string, Matrix>>, column: number): void;
}

/** Latents of some training cells for the biology, with which `extend` compares new ones. */
export interface Memory {
  /** [cells, size] */
  mean: Matrix;
  /** Present if the latent is Gaussian. [cells, size] */
  logVariance?: Matrix;
}

/** What {@link System.extend} trains: see {@link ExtendOptions}. */
export type MapForm = 'aligned' | 'cautious';

/** A batch that {@link System.extend} has added to a model. */
export interface MappedBatch {
  /** What was trained. */
  form: MapForm;
  /** Number of cells that it was trained on. */
  cells: number;
}

/** Cells on the networks' scale. [cells, genes] */
export type ScaledCells = Matrix | CsrMatrix;
