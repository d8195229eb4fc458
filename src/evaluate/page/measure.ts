import { isZbioError } from '../../check/isZbioError.js';
import { copyRows } from '../../matrix/copyRows.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { integrationMetrics } from '../../metrics/integration/integrationMetrics.js';
import type { Watchers } from '../../platform/checkpoint.js';
import { stages } from '../../platform/stages.js';
import { drawingKit } from '../../plot/picture/drawingKit.js';
import { umap } from '../../plot/umap/umap.js';
import { createRng } from '../../random/rng.js';
import { sampleRows } from '../../random/sampleRows.js';
import type { PageContent, PageMeasures } from './pageContent.js';

/** So many dots are enough to see, and a map of them takes 10 s. */
const mostMapped = 5000;

/** About what a map and the metrics take, in seconds per cell. */
const seconds = { map: 0.0018, metrics: 0.0025 };

/** The embeddings that are mapped, by the name that stands above each. */
function embeddingsOf({ original, bio, nio }: PageContent): [name: string, z: Matrix][] {
  return [
    ...(original ? [['before', original] as [string, Matrix]] : []),
    ['z_bio', bio],
    ...(nio ? [['z_nio', nio] as [string, Matrix]] : []),
  ];
}

/** What is passed on to calls that can be aborted and followed. */
const watched = ({ signal, onProgress }: Watchers) => ({
  ...(signal ? { signal } : {}),
  ...(onProgress ? { onProgress } : {}),
});

async function mapsOf(
  embeddings: readonly [name: string, z: Matrix][],
  seed: number | string,
  { signal, onProgress }: Watchers,
): Promise<PageMeasures['maps']> {
  const maps: Record<string, Matrix> = {};
  const following = stages(
    onProgress,
    embeddings.map(() => 1),
  );
  try {
    // Before minutes go into maps that nothing can draw.
    await drawingKit('report', 'light');
    for (const [i, [name, z]] of embeddings.entries())
      maps[name] = await umap(z, { seed, ...watched({ signal, onProgress: following[i] }) });
    return maps;
  } catch (error) {
    if (isZbioError(error) && error.code === 'ZBIO_NO_PEER') return error;
    throw error;
  }
}

/**
 * Computes the maps, and the metrics of the cells before, which show what a score is worth.
 *
 * @param metrics - Given by the caller: what a part that is loaded later imports by itself, and the main entry exports, is loaded at once
 * by every page that esbuild splits into chunks.
 */
export async function measure(
  content: PageContent,
  metrics: typeof integrationMetrics,
  { signal, onProgress }: Watchers,
): Promise<PageMeasures> {
  const { original, batch, labels, seed } = content;
  const cells = batch.codes.length;
  const rows = sampleRows(cells, mostMapped, createRng(seed).stream('page'));
  const embeddings = embeddingsOf(content).map(([name, z]): [string, Matrix] => [name, copyRows(z, rows)]);
  const forMaps = seconds.map * rows.length * embeddings.length;
  const [inMetrics, inMaps] = stages(onProgress, [original ? seconds.metrics * cells : 0, forMaps]);
  const columns = { batch, ...(labels ? { labels } : {}), seed, maxCells: cells, manyCategories: true };
  const following = watched({ signal, onProgress: inMetrics });
  const before = original && (await metrics(original, { ...columns, original, ...following }));
  const maps = await mapsOf(embeddings, seed, { signal, onProgress: inMaps });
  return { maps, rows, ...(before ? { before } : {}) };
}
