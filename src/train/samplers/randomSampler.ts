import { shuffle } from '../../random/shuffle.js';
import type { Sampler } from '../sampler.js';
import { minibatchRows } from './minibatchRows.js';

/** All cells in a new order each epoch, whatever group they are of: the default. */
export const randomSampler: Sampler = (rows, { batchSize, dropLast }, rng) =>
  minibatchRows(shuffle(rows.slice(), rng), batchSize, dropLast);
