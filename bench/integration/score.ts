import { dirname } from 'node:path';
import { integrationMetrics } from 'zbio';
import type { IntegrationMetrics } from 'zbio/metrics';
import { selectRows } from 'zbio/preprocess';
import { exists } from '../lib/exists.js';
import { readEmbedding } from './embedding.js';
import { files, makeFolderOf, type Run, writeJson } from './files.js';
import { type PreparedSet, readPreparedSet } from './preparedSet.js';
import { python } from './python.js';

/** Scores of one embedding, by the names of `integrationMetrics`. */
export type Scores = Required<Omit<IntegrationMetrics, 'sampled'>>;

async function missing(runs: readonly Run[], path: (run: Run) => string): Promise<Run[]> {
  const there = await Promise.all(runs.map((run) => exists(path(run))));
  return runs.filter((_, i) => !there[i]);
}

async function ourScores(run: Run, { batch, type, pcs, scored }: PreparedSet): Promise<void> {
  const embedding = selectRows(await readEmbedding(files.embedding(run)), scored);
  const scores = await integrationMetrics(embedding, {
    batch: scored.map((row) => batch[row]!),
    labels: scored.map((row) => type[row]!),
    original: selectRows(pcs, scored),
  });
  await writeJson(files.ourScores(run), scores);
}

/**
 * Scores the embeddings of one set that have no scores yet, by scib-metrics and, for comparison, by our own metrics.
 * One process scores all of them, because scib-metrics compiles kBET again for every size of a cell type.
 */
export async function scoreSet(set: string, runs: readonly Run[]): Promise<void> {
  const prepared = files.prepared(set);
  const unscored = await missing(runs, files.scores);
  if (unscored.length > 0) {
    console.log(`${set}: scoring ${unscored.length} embeddings`);
    await makeFolderOf(files.scores(unscored[0]!));
    const folder = dirname(files.scores(unscored[0]!));
    await python('score.py', prepared, folder, ...unscored.map(files.embedding));
  }
  const uncompared = await missing(runs, files.ourScores);
  if (uncompared.length === 0) return;
  const cells = await readPreparedSet(prepared);
  for (const run of uncompared) await ourScores(run, cells);
}
