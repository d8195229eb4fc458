import { shuffle } from '../../random/shuffle.js';
import type { Sampler } from '../sampler.js';
import { minibatchRows } from './minibatchRows.js';

/** The default sampler: all cells in a new random order in each epoch, regardless of their group. */
export const randomSampler: Sampler = (rows, { batchSize, dropLast }, rng) =>
  minibatchRows(shuffle(rows.slice(), rng), batchSize, dropLast);
