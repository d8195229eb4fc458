import { type Block, blocksOf, englishPages } from './pages.js';

/** A block as a whole program. */
export interface Program extends Block {
  /** Path from the root, of a file that need not exist. */
  file: string;
}

const toy = `
import { DisentangledAE, labels, simulateCells } from 'zbio';
const adata = simulateCells({ cells: 150, genes: 40, batches: 2, types: 2, seed: 1 });
const [x, batch] = [adata.x, labels(adata.obs, 'batch')];
`;

const fitted = `${toy}
const model = await new DisentangledAE({ seed: 1 }).fit(x, batch, { epochs: 3 });
`;

/** What comes before the blocks of a page that aren't whole programs: such a block takes its names from there. */
const setUps: Record<string, string> = {
  'docs/compile.md': `import * as tf from '@tensorflow/tfjs';
import { linearSchedule, type LossTerm } from 'zbio';${fitted}`,
  'docs/counterfactuals.md': `import type { Matrix } from 'zbio';${fitted.replaceAll('adata.x, ', 'adata.x as Matrix, ')}
const to = 'batch 2';
`,
  'docs/systems/index.md': `${toy.replace('adata.x,', 'log1p(normalizeTotal(adata.x)),')}
import { log1p, normalizeTotal, Scidrl } from 'zbio';
const signal = new AbortController().signal;
`,
};

const isProgram = ({ code }: Block): boolean => /from 'zbio/.test(code);

/**
 * The blocks of TypeScript on the English pages, each as a program; those that aren't whole, with the page's set-up. The code of the
 * Chinese pages is the same.
 */
export const programs: readonly Program[] = englishPages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'ts')
    .map((block) => ({
      ...block,
      code: isProgram(block) ? block.code : `${setUps[page] ?? ''}${block.code}`,
      file: `${page}.${block.number}.ts`,
    })),
);
