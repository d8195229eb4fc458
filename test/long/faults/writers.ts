import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToH5ad } from '../../../src/io/h5ad/addToH5ad.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { corpus } from '../../io/h5ad/corpus.js';

/** A kind of file, and how it is written. */
export interface Writer {
  /** The bytes of an old file. */
  old(): Promise<Uint8Array>;
  /** Prepares the writing of a new file in its place. */
  prepare(path: string): Promise<() => Promise<unknown>>;
  /** Which of the two a file is; throws if it is neither. */
  version(path: string): Promise<'old' | 'new'>;
}

const h5adBytes = corpus.find(({ name }) => name === 'all_gzip')!.bytes;

const h5ad = {
  old: async () => h5adBytes,
  version: async (path: string) => {
    const { uns, obsNames } = await readH5ad(path);
    if (obsNames.length !== 12) throw new RangeError('cells are missing');
    return uns['written'] === 'anew' ? 'new' : 'old';
  },
} as const;

const column = Float64Array.from({ length: 12 }, (_, i) => i);

async function keptOnce(): Promise<Uint8Array> {
  const { modelKinds } = await import('../../model/file/modelKinds.js');
  const folder = await mkdtemp(join(tmpdir(), 'zbio-long-'));
  await modelKinds['DisentangledAE']!.keep(join(folder, 'run'), 1);
  const bytes = await readFile(join(folder, 'run'));
  await rm(folder, { recursive: true });
  return bytes;
}

async function saver(epochs: number): Promise<Uint8Array> {
  const { modelKinds } = await import('../../model/file/modelKinds.js');
  return new Uint8Array(await modelKinds['DisentangledAE']!.save(epochs));
}

const modelVersion = async (path: string) => {
  const { verifyModel } = await import('../../../src/model/verifyModel.js');
  return (await verifyModel(path)).epochs === 1 ? 'old' : 'new';
};

/** Everything that the library writes to a path. */
export const writers: Record<string, Writer> = {
  model: {
    old: () => saver(1),
    version: modelVersion,
    prepare: async (path) => {
      const { DisentangledAE } = await import('../../../src/autoencoder/DisentangledAE.js');
      const model = await DisentangledAE.load(await saver(2));
      return () => model.save(path);
    },
  },
  checkpoint: {
    old: keptOnce,
    version: modelVersion,
    prepare: async (path) => {
      const { modelKinds } = await import('../../model/file/modelKinds.js');
      return () => modelKinds['DisentangledAE']!.keep(path);
    },
  },
  'h5ad of its own': {
    ...h5ad,
    prepare: async (path) => {
      const { source: _, ...adata } = await readH5ad(await readFile(path));
      adata.uns['written'] = 'anew';
      return () => writeH5ad(adata, path);
    },
  },
  'h5ad, changed where it was read': {
    ...h5ad,
    prepare: async (path) => {
      const adata = await readH5ad(path);
      Object.assign(adata.uns, { written: 'anew' });
      adata.obs['more'] = column;
      return () => writeH5ad(adata, path);
    },
  },
  addToH5ad: {
    ...h5ad,
    prepare: async (path) => () => addToH5ad(path, { obs: { more: column }, uns: { written: 'anew' } }, path),
  },
};
