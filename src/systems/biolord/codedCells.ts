import { badValue } from '../../check/errors.js';
import { asMatrix } from '../../matrix/asMatrix.js';
import { checkFinite } from '../../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { mapCells, type SystemCells } from '../../model/systemCells.js';
import type { BiolordAssembly } from './biolordPhases.js';

/** The covariate in which each cell's code travels; no attribute may have this name. */
const codesName = 'unknown';

async function checkedCodes(argument: string, codes: MatrixLike, wanted: Matrix['shape']): Promise<Matrix> {
  const matrix = toDense(await asMatrix(argument, codes));
  checkFinite(argument, matrix);
  if (`${matrix.shape}` === `${wanted}`) return matrix;
  const expected = `[${wanted}], a code for each cell of x`;
  throw badValue({ argument, expected, received: `[${matrix.shape}]` });
}

/** The cells with the codes that are given, or else with the encoder's. */
export async function codedCells(
  call: string,
  { model: { flow }, latent }: BiolordAssembly,
  cells: SystemCells,
  codes: MatrixLike | undefined,
): Promise<SystemCells> {
  const size = latent[codesName]!;
  const found = codes
    ? await checkedCodes(`${call}: codes`, codes, [cells.x.shape[0], size])
    : await mapCells(cells, size, flow.encode);
  return { ...cells, covariates: { ...cells.covariates, [codesName]: found } };
}

/** The mean of x for coded cells. [cells, genes] */
export function decodeCells({ model: { flow } }: BiolordAssembly, cells: SystemCells): Promise<Matrix> {
  return mapCells(cells, cells.x.shape[1], (input, mode) =>
    flow.mean(input.x, flow.decode(input.covariates[codesName]!, input, mode)),
  );
}
