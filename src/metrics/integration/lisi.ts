import type { Neighbors } from '../../learn/nearestNeighbors.js';

const tolerance = 1e-5;
const most = 50;

/** Writes weights exp(-beta·distance), normalised to sum 1, into `weights`. Returns their entropy, 0 if all underflow. */
function weigh(distances: Float64Array, beta: number, weights: Float64Array): number {
  let [sum, weighted] = [0, 0];
  for (let j = 0; j < distances.length; j++) {
    weights[j] = Math.exp(-distances[j]! * beta);
    sum += weights[j]!;
    weighted += distances[j]! * weights[j]!;
  }
  if (sum === 0) return 0;
  for (let j = 0; j < distances.length; j++) weights[j]! /= sum;
  return Math.log(sum) + (beta * weighted) / sum;
}

/** Finds, by bisection, the beta whose weights have perplexity `perplexity`. Returns their entropy. */
function fitWeights(distances: Float64Array, perplexity: number, weights: Float64Array): number {
  let [beta, low, high] = [1, -Infinity, Infinity];
  let entropy = weigh(distances, beta, weights);
  for (let tries = 0; Math.abs(entropy - Math.log(perplexity)) >= tolerance && tries < most; tries++) {
    if (entropy > Math.log(perplexity)) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = low === -Infinity ? beta / 2 : (beta + low) / 2;
    }
    entropy = weigh(distances, beta, weights);
  }
  return entropy;
}

/**
 * Local inverse Simpson index of every cell: the effective number of groups among its neighbours, from 1 to the number of
 * groups. Neighbours are weighted by distance, with a perplexity of a third of their number (the cell included). [cells]
 *
 * Source: Korsunsky et al. 2019 (Harmony); as `lisi_knn` of scib-metrics, whose 90 neighbours are 89 here.
 */
export function lisi({ k, indices, distances }: Neighbors, codes: Int32Array, groups: number): Float64Array {
  const perplexity = Math.floor((k + 1) / 3);
  const weights = new Float64Array(k);
  const shares = new Float64Array(groups);
  return Float64Array.from(codes, (_, cell) => {
    const from = cell * k;
    // If all weights underflow, the index is undefined; scib-metrics marks such a cell with -1.
    if (fitWeights(distances.subarray(from, from + k), perplexity, weights) === 0) return -1;
    shares.fill(0);
    for (let j = 0; j < k; j++) shares[codes[indices[from + j]!]!]! += weights[j]!;
    return 1 / shares.reduce((sum, share) => sum + share * share, 0);
  });
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Mixing of batches, (median LISI - 1) / (batches - 1). 0: every batch apart; 1: evenly mixed. NaN with one batch. */
export function iLisi(neighbors: Neighbors, codes: Int32Array, batches: number): number {
  return (median(lisi(neighbors, codes, batches)) - 1) / (batches - 1);
}

/** Purity of labels, (labels - median LISI) / (labels - 1). 1: every label apart; 0: evenly mixed. NaN with one label. */
export function cLisi(neighbors: Neighbors, codes: Int32Array, labels: number): number {
  return (labels - median(lisi(neighbors, codes, labels))) / (labels - 1);
}
