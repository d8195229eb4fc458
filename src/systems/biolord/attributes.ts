import type { Categories } from '../../matrix/categories.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import type { CovariateShape } from '../../model/assembly.js';
import type { Values } from '../../model/covariateColumns.js';
import type { CellOptions } from '../../model/map/cellOptions.js';
import type { AttributeKinds } from './biolordOptions.js';

/** A value of an attribute: a category, a number, or the numbers of an attribute that has several. */
export type AttributeValue = string | number | readonly number[];

/** The columns that `fit` takes: names for categories, numbers ([cells] or [cells, size]) for values. */
export type AttributeColumns<Kinds extends AttributeKinds> = {
  [Name in keyof Kinds]: Kinds[Name] extends 'values' ? Values : Categories;
};

/** Names of attributes, the batch among them. */
export type AttributeName<Kinds extends AttributeKinds> = (keyof Kinds & string) | 'batch';

/** A value for some of the attributes. */
export type AttributeValues<Kinds extends AttributeKinds> = Readonly<
  Partial<Record<AttributeName<Kinds>, AttributeValue>>
>;

/** Options of {@link Biolord.predictGrid}. */
export interface BiolordCodeOptions extends CellOptions {
  /**
   * What is unknown of each cell [cells, unknown], such as rows of {@link Biolord.codes}; default what the encoder says of
   * x.
   */
  codes?: MatrixLike;
}

/** Options of {@link Biolord.predict}. */
export interface BiolordPredictOptions<Kinds extends AttributeKinds> extends BiolordCodeOptions {
  /** The value that all cells get, by attribute; the other attributes stay each cell's own. */
  to?: AttributeValues<Kinds>;
}

/** Cells as they would be with other attributes. */
export interface BiolordPrediction<Kinds extends AttributeKinds> {
  /** What has been put in. */
  to: AttributeValues<Kinds>;
  /** [cells, genes] */
  mean: Matrix;
}

/** The attributes' shapes, with the batch among them if there are several. */
export type KnownAttributes = Readonly<Record<string, CovariateShape>>;

/** The attributes of a fitted model. */
export function knownAttributes(fitted: {
  batches: readonly string[];
  covariates: KnownAttributes;
}): KnownAttributes {
  const { batches, covariates } = fitted;
  if (batches.length === 1) return covariates;
  return { ...covariates, batch: { size: batches.length, categories: batches } };
}
