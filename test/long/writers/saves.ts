import { DisentangledAE } from '../../../src/autoencoder/DisentangledAE.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 40, genes: 30 });
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** A file that carries a mark: who wrote it. */
interface Save {
  /** Returns the function that writes. */
  prepare(mark: number): Promise<(path: string) => Promise<unknown>>;
  /** Reads a whole file, and its mark. */
  markOf(bytes: Uint8Array): Promise<unknown>;
}

/** What two writers save. Files of different marks have different sizes, too. */
export const saves: Record<'model' | 'h5ad', Save> = {
  model: {
    prepare: async (mark) => {
      const hidden = [10 * mark];
      const model = new DisentangledAE({ encoder: { hidden }, decoder: { hidden }, seed: mark });
      await model.fit(x, batch, { epochs: 1, batchSize: 20, compile: false, preprocessing: { mark } });
      return (path) => model.save(path);
    },
    markOf: async (bytes) => {
      using model = await DisentangledAE.load(bytes);
      return model.preprocessing?.['mark'];
    },
  },
  h5ad: {
    prepare: async (mark) => {
      const [obsNames, varNames] = [names('c', 40), names('g', 30)];
      const obs = { batch, mark: new Float64Array(40).fill(mark) };
      const adata = { x, obs, var: {}, obsNames, varNames, obsm: {}, layers: {}, uns: { mark } };
      return (path) => writeH5ad(adata, path);
    },
    markOf: async (bytes) => {
      const { uns, obs } = await readH5ad(bytes);
      return (obs['mark'] as Float64Array).every((value) => value === uns['mark'])
        ? uns['mark']
        : 'a mixture';
    },
  },
};
