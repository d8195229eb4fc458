import { quoted } from '../../check/quoted.js';
import type { AnnData } from '../../io/anndata.js';
import { readCsv } from '../../io/csv/readCsv.js';
import { type ReadH5adOptions, readH5ad } from '../../io/h5ad/readH5ad.js';
import { readMatrixMarket } from '../../io/matrixMarket/readMatrixMarket.js';
import { read10x } from '../../io/tenX/read10x.js';
import { readZarr } from '../../io/zarr/readZarr.js';
import type { CommandValues } from '../commandLine/optionTable.js';
import { UsageError } from '../commandLine/usageError.js';
import { type Format, formatOf } from './formatOf.js';

/** Options that say how a file is read; each is for some formats. */
export type InputValues = Pick<
  CommandValues,
  'layer' | 'modality' | 'external-folder' | 'transpose' | 'annotations' | 'prefix'
>;

const formatsOf: Readonly<Record<keyof InputValues, readonly Format[]>> = {
  layer: ['h5ad', 'zarr'],
  modality: ['h5ad'],
  'external-folder': ['h5ad'],
  transpose: ['Matrix Market', 'CSV'],
  annotations: ['CSV'],
  prefix: ['10x'],
};

/** The options of a command that say how its files are read. */
export function inputOf(values: CommandValues): InputValues {
  const names = Object.keys(formatsOf) as (keyof InputValues)[];
  const given = names.map((name) => [name, values[name]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function checkOptions(file: string, format: Format, values: InputValues): void {
  for (const [name, formats] of Object.entries(formatsOf)) {
    if (values[name as keyof InputValues] === undefined || formats.includes(format)) continue;
    throw new UsageError(`--${name}: only for ${quoted(formats)}; '${file}' is read as ${format}.`);
  }
}

/** Reads the cells in a file or folder of any known format. */
export async function readInput(
  file: string,
  values: InputValues,
  options: Pick<ReadH5adOptions, 'leaveOut' | 'signal' | 'onProgress'> = {},
): Promise<AnnData> {
  const format = await formatOf(file);
  checkOptions(file, format, values);
  const { leaveOut = [], ...watched } = options;
  const signal = watched.signal ? { signal: watched.signal } : {};
  const { layer: x = 'X', modality, transpose = false, annotations, prefix } = values;
  if (format === '10x') return read10x(file, { ...watched, ...(prefix === undefined ? {} : { prefix }) });
  if (format === 'Matrix Market') return readMatrixMarket(file, { ...watched, transpose });
  if (format === 'CSV') {
    const names = annotations === undefined ? {} : { annotations: annotations.split(',') };
    return readCsv(file, { ...watched, transpose, ...names });
  }
  if (format === 'zarr') return readZarr(file, { x, leaveOut, ...signal });
  const folder = values['external-folder'];
  const part = {
    ...(modality === undefined ? {} : { modality }),
    ...(folder === undefined ? {} : { externalFolder: folder }),
  };
  const paths = leaveOut.map((path) => (modality === undefined ? path : `mod/${modality}/${path}`));
  return readH5ad(file, { ...watched, x, ...part, leaveOut: paths });
}
