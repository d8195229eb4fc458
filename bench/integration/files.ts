import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.cache/integration/', import.meta.url));

/** One embedding: set, method and seed. */
export interface Run {
  set: string;
  method: string;
  seed: number;
}

const stem = (folder: string, { set, method, seed }: Run) => join(cache, folder, set, `${method}.${seed}`);

/** Folder of everything that the benchmark makes; an interrupted run continues from it. */
export const files = {
  simulated: join(cache, 'simulated'),
  compiled: join(cache, 'compiled'),
  prepared: (set: string): string => join(cache, 'sets', `${set}.h5ad`),
  /** Path without extension: `.f32` is the embedding, `.json` its shape and seconds. */
  embedding: (run: Run): string => stem('runs', run),
  scores: (run: Run): string => `${stem('scores', run)}.json`,
  /** Scores by `integrationMetrics`, for comparison. */
  ourScores: (run: Run): string => `${stem('ourScores', run)}.json`,
};

export async function makeFolderOf(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

export async function writeJson(path: string, value: object): Promise<void> {
  await makeFolderOf(path);
  await writeFile(path, `${JSON.stringify(value)}\n`);
}
