// From raw counts of two studies to disentangled latents, a new h5ad, a report as a page and pictures.
// Run: npm run demo
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DisentangledAE, labels, log1p, normalizeTotal, readH5ad, report, useBackend, writeH5ad } from 'zbio';
import { progressBar, shareBar } from './progress.js';
import { writePicture } from './writePicture.js';

const out = 'out/demo';
await mkdir(out, { recursive: true });

const adata = await readH5ad(fileURLToPath(new URL('./data/pbmc_3k_68k.h5ad', import.meta.url)));
const batch = labels(adata.obs, 'batch');
const cellType = labels(adata.obs, 'cell_type');
const x = log1p(normalizeTotal(adata.x));
console.log(`${x.shape[0]} cells x ${x.shape[1]} genes, backend ${await useBackend()}`);

const { onEpoch, stop } = progressBar();
const model = new DisentangledAE({ seed: 0 });
const { bio, nio } = await model.fitTransform(x, batch, { genes: adata.varNames, onEpoch });
stop();

adata.obsm = { ...adata.obsm, X_bio: bio, X_nio: nio };
adata.layers = { ...adata.layers, corrected: await model.correct(x) };
await writeH5ad(adata, `${out}/pbmc.h5ad`);
await model.save(`${out}/pbmc.zbio`);

const scoring = shareBar('scoring');
const columns = { batch, labels: cellType };
const found = await report(model, x, columns, { onProgress: scoring.onProgress });
scoring.stop();
console.log(`\n${found.text}`);

const drawing = shareBar('maps and figures');
const page = await found.html({ title: 'Two PBMC studies', onProgress: drawing.onProgress });
drawing.stop();
await writeFile(`${out}/report.html`, page);
const { maps, history } = await found.figures();
await writePicture(`${out}/latents`, maps);
await writePicture(`${out}/history`, history!);
console.log(
  `\nIn ${out}: report.html (open it in a browser), pbmc.h5ad (obsm X_bio, X_nio; layer corrected), pbmc.zbio,\n` +
    'pictures latents and history (SVG, PNG)',
);
model.dispose();
