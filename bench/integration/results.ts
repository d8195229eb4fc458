import type { DataSet } from './dataSets.js';
import { type AboutEmbedding, readAbout } from './embedding.js';
import { files, type Run, readJson } from './files.js';
import type { Scores } from './score.js';

/** One embedding with all its measurements. */
export interface Result {
  about: AboutEmbedding;
  scores: Scores;
  ourScores: Scores;
}

/** Results of every seed, by set and method. */
export interface Results {
  sets: readonly DataSet[];
  of: (set: string, method: string) => Result[];
}

async function read(run: Run): Promise<Result> {
  return {
    about: await readAbout(files.embedding(run)),
    scores: await readJson(files.scores(run)),
    ourScores: await readJson(files.ourScores(run)),
  };
}

export async function readResults(sets: readonly DataSet[], runs: readonly Run[]): Promise<Results> {
  const all = await Promise.all(runs.map(async (run) => ({ ...run, result: await read(run) })));
  const of = (set: string, method: string) =>
    all.filter((run) => run.set === set && run.method === method).map(({ result }) => result);
  return { sets, of };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Half of the range over the seeds. */
export const halfRange = (values: readonly number[]): number =>
  (Math.max(...values) - Math.min(...values)) / 2;

/** Mean over the seeds of one figure. */
export function figure(
  { of }: Results,
  set: string,
  method: string,
  value: (result: Result) => number,
): number {
  return mean(of(set, method).map(value));
}

/** Mean over the sets of one figure's mean over the seeds. */
export function overall(results: Results, method: string, value: (result: Result) => number): number {
  return mean(results.sets.map(({ id }) => figure(results, id, method, value)));
}
