import { badValue } from '../check/errors.js';
import { cellsHeader } from '../model/file/cellsHeader.js';
import { type NamedArray, unpackContainer } from '../model/file/container.js';
import { unpackRun, unpackVariables } from '../model/file/runFile.js';
import type { Network } from '../nn/network.js';
import { networkFromConfig } from '../nn/networks/networkFromConfig.js';
import { buildModel, modelShape } from './buildModel.js';
import type { Fitted } from './fitted.js';
import { checkHeader, type ModelHeader } from './modelHeader.js';
import { type DisentangledAEOptions, type ResolvedOptions, resolveOptions } from './options.js';

/** A model out of a file. */
export interface LoadedModel {
  fitted: Fitted;
  options: DisentangledAEOptions;
  resolved: ResolvedOptions;
  /** Options that the file can't hold and that weren't given: training can't go on without them. */
  missing: string[];
}

async function partOf(
  name: 'encoder' | 'decoder',
  given: DisentangledAEOptions,
  header: ModelHeader,
): Promise<NonNullable<ResolvedOptions['encoder']>> {
  if (given[name]) return given[name];
  const network: Network = await networkFromConfig(`load: ${name}`, header.networks[name]);
  // As a function: what the model makes itself, the model disposes.
  return () => network;
}

function centroidsOf(header: ModelHeader, arrays: ReadonlyMap<string, NamedArray>): Fitted['centroids'] {
  const saved = arrays.get('centroids');
  const shape: [number, number] = [header.batches.length, header.layout.nio.size];
  if (saved && String(saved.shape) === String(shape)) return { data: saved.data, shape };
  throw badValue({
    argument: 'load: centroids',
    expected: `shape [${shape}]`,
    received: `[${saved?.shape ?? ''}]`,
  });
}

/** Builds a model out of a file, with whatever options the file couldn't hold. */
export async function loadModel(file: ArrayBuffer, given: DisentangledAEOptions): Promise<LoadedModel> {
  const { header: json, arrays: list } = unpackContainer(file);
  const header = checkHeader(json);
  const arrays = new Map(list.map((array) => [array.path, array]));
  const options = { ...(header.options.plain as DisentangledAEOptions), ...given };
  const missing = header.options.custom.filter(
    (name) => !(name in given) && name !== 'encoder' && name !== 'decoder',
  );
  const resolved = resolveOptions({ ...options, latent: header.layout });
  const [encoder, decoder] = [await partOf('encoder', given, header), await partOf('decoder', given, header)];
  const terms = missing.includes('terms') ? [] : resolved.terms;
  const sizes = {
    cells: header.cells,
    genes: header.genes,
    batches: header.batches.length,
    labels: header.labels.length,
  };
  const built = { ...resolved, encoder, decoder, terms };
  const run = buildModel(built, modelShape(built, sizes));
  unpackVariables(run, arrays, 'Load with the encoder, decoder and terms that the model was made with.');
  if (missing.length === 0) await unpackRun(run, header, arrays, resolved.seed);
  run.epoch = header.epoch;
  const { labels, input, plan, history } = header;
  const centroids = centroidsOf(header, arrays);
  const fitted = { run, ...cellsHeader(header), labels, input, plan, centroids, history };
  return { fitted, options, resolved: built, missing };
}
