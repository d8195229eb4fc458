import type { Matrix } from 'zbio';
import { readFloats, writeArrays } from '../lib/arrayFile.js';
import { makeFolderOf, readJson, writeJson } from './files.js';

/** Balanced accuracies with which 15 nearest neighbours predict a cell's batch and type. */
export interface Told {
  batch: number;
  type: number;
}

/** Shape, times and accuracies of a stored embedding. */
export interface AboutEmbedding {
  shape: [number, number];
  /** User and system time of the process. */
  cpuSeconds: number;
  wallSeconds: number;
  /** Only for our own fits. */
  epochs?: number;
  /** Only for our own fits: accuracies of chance, raw principal components, and the two latents. */
  told?: { chance: Told; pcs: Told; bio: Told; nio: Told };
}

export async function writeEmbedding(
  stem: string,
  { data, shape }: Matrix,
  about: Omit<AboutEmbedding, 'shape'>,
): Promise<void> {
  await makeFolderOf(stem);
  await writeArrays(`${stem}.f32`, [data]);
  await writeJson(`${stem}.json`, { shape, ...about });
}

export const readAbout = (stem: string): Promise<AboutEmbedding> => readJson(`${stem}.json`);

export async function readEmbedding(stem: string): Promise<Matrix> {
  return { data: await readFloats(`${stem}.f32`), shape: (await readAbout(stem)).shape };
}
