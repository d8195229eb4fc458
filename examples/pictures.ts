// Makes the pictures of README.md and docs/plots.md from real cells.
// Run: npm run pictures
import { fileURLToPath } from 'node:url';
import {
  DisentangledAE,
  Drvi,
  defaultTerms,
  labels,
  log1p,
  normalizeTotal,
  readH5ad,
  report,
  sweep,
  useBackend,
} from 'zbio';
import { subsetGenes } from 'zbio/io';
import { counterfactualQuality } from 'zbio/metrics';
import {
  type Picture,
  plotCounterfactual,
  plotEmbedding,
  plotFrontier,
  plotGenes,
  plotHistory,
  plotLatentHeatmap,
  umap,
} from 'zbio/plot';
import { highlyVariableGenes, pca, selectRows } from 'zbio/preprocess';
import { rankGenes } from 'zbio/systems';

const folder = fileURLToPath(new URL('../docs/', import.meta.url));
const fontFiles = ['400Regular', '700Bold'].map((style) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/open-sans/${style}/OpenSans_${style}.ttf`)),
);
/** As PNG: GitHub and npm show it in a page, and thousands of dots are smaller so. In one font, for equal files on every machine. */
async function write(name: string, picture: Picture): Promise<void> {
  await picture.save(`${folder}${name}.png`, { fontFiles, systemFonts: false, scale: 1.5 });
  console.log(`docs/${name}.png`);
}

const adata = await readH5ad(fileURLToPath(new URL('./data/pbmc_3k_68k.h5ad', import.meta.url)));
const [batch, cellType] = [labels(adata.obs, 'batch'), labels(adata.obs, 'cell_type')];
const columns = { batch, labels: cellType };
const x = log1p(normalizeTotal(adata.x));
console.log(`${x.shape[0]} cells x ${x.shape[1]} genes, backend ${await useBackend()}`);

// As in the demo: README shows the maps of its report.
const model = new DisentangledAE({ seed: 0 });
const { bio, nio } = await model.fitTransform(x, batch, { genes: adata.varNames });
await write('heatmap', await plotLatentHeatmap({ z_bio: bio, z_nio: nio }, cellType));

const { maps, metrics, leakage } = await (await report(model, x, columns)).figures();
await write('latents', maps);
await write('metrics', metrics);
await write('leakage', leakage);

const validated = await new DisentangledAE({ seed: 0 }).fit(x, batch, { validation: 0.1 });
await write('history', await plotHistory(validated.history));
validated.dispose();

const components = (await pca(x, { components: 30 })).scores;
const depth = Float32Array.from({ length: x.shape[0] }, (_, cell) => components.data[30 * cell]!);
const axes = ['UMAP 1', 'UMAP 2'] as const;
await write(
  'numbers',
  await plotEmbedding(await umap(bio), { 'PC 1': depth }, { axes, width: 480, theme: 'dark' }),
);

const rowsOf = (name: string) => batch.flatMap((one, row) => (one === name ? [row] : []));
const [from, to] = [...new Set(batch)].sort() as [string, string];
const pick = (name: string) => ({
  x: selectRows(x, rowsOf(name)),
  labels: rowsOf(name).map((row) => cellType[row]!),
});
const [source, target] = [pick(from), pick(to)];
const quality = await counterfactualQuality(
  { source: source.x, corrected: await model.correct(source.x, { to }), target: target.x },
  { labels: source.labels, targetLabels: target.labels },
);
await write('corrected', await plotCounterfactual(quality));
model.dispose();

const variable = highlyVariableGenes(x, { count: 500, batch }).mask;
const few = subsetGenes(
  adata,
  adata.varNames.filter((_, gene) => variable[gene]),
);
const drvi = await new Drvi({ latent: 8, seed: 0 }).fit(few.x, { batch }, { epochs: 60 });
const ranked = rankGenes(await drvi.interpret(few.x, { batch }), { genes: few.varNames });
await write('genes', await plotGenes(ranked, { top: 8, groups: 6 }));
drvi.dispose();

const result = await sweep(
  {
    ...{ x: adata.x, batch, labels: cellType, cells: 800, fit: { epochs: 40 } },
    model: (weight) => ({
      terms: defaultTerms({ batchDependenceLocal: weight, batchDependenceLinear: 0.3 * weight }),
    }),
  },
  [0, 10, 30, 100, 300],
);
await write('frontier', await plotFrontier(result, { title: 'Which weight of batchDependenceLocal?' }));
