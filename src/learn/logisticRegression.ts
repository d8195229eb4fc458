import { minimize } from './minimize.js';

/** Points with `dims` values each, one after the other. [points, dims] */
export interface Points {
  data: Float64Array;
  dims: number;
}

/** Returns the probability of every class for the point that starts at index `at`. [classes] */
export type Classifier = (points: Float64Array, at: number) => Float64Array;

function meansOf({ data, dims }: Points): Float64Array {
  const means = new Float64Array(dims);
  data.forEach((value, k) => {
    means[k % dims]! += (value * dims) / data.length;
  });
  return means;
}

/** Writes the scores of the point at `at` into `out`: offset + weights · x. The offset is last in each row of `weights`. */
function score(weights: Float64Array, data: Float64Array, at: number, dims: number, out: Float64Array): void {
  for (let k = 0, w = 0; k < out.length; k++) {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += weights[w++]! * data[at + d]!;
    out[k] = sum + weights[w++]!;
  }
}

/** Turns scores into probabilities, in place, and returns log Σ exp. */
function softmax(scores: Float64Array): number {
  let [most, sum] = [-Infinity, 0];
  for (let k = 0; k < scores.length; k++) most = Math.max(most, scores[k]!);
  for (let k = 0; k < scores.length; k++) sum += Math.exp(scores[k]! - most);
  for (let k = 0; k < scores.length; k++) scores[k] = Math.exp(scores[k]! - most) / sum;
  return most + Math.log(sum);
}

/** Mean cross-entropy plus penalty/2 Σ weights² / points, offsets unpenalised. Writes the gradient into `gradient`. */
function loss({ data, dims }: Points, codes: Int32Array, classes: number, penalty: number) {
  const scores = new Float64Array(classes);
  const rows = dims + 1;
  return (weights: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let value = 0;
    for (let i = 0, at = 0; i < codes.length; i++, at += dims) {
      score(weights, data, at, dims, scores);
      const own = scores[codes[i]!]!;
      value += softmax(scores) - own;
      scores[codes[i]!]!--;
      for (let k = 0, w = 0; k < classes; k++) {
        for (let d = 0; d < dims; d++) gradient[w++]! += scores[k]! * data[at + d]!;
        gradient[w++]! += scores[k]!;
      }
    }
    for (let w = 0; w < weights.length; w++) {
      if (w % rows === dims) continue;
      value += (penalty / 2) * weights[w]! ** 2;
      gradient[w]! += penalty * weights[w]!;
    }
    for (let w = 0; w < weights.length; w++) gradient[w]! /= codes.length;
    return value / codes.length;
  };
}

/**
 * Trains a multinomial logistic regression with an L2 penalty: minimises Σ cross-entropy + ½ Σ weights², with
 * unpenalised offsets. This is the objective of scikit-learn's `LogisticRegression()`.
 *
 * @param codes - Class of every point. [points]
 * @param tolerance - Largest entry of the mean cross-entropy's gradient at the end; scikit-learn's default is 1e-4.
 */
export function logisticRegression(
  points: Points,
  codes: Int32Array,
  classes: number,
  tolerance = 1e-6,
): Classifier {
  const { dims } = points;
  const means = meansOf(points);
  // Centring changes only the unpenalised offsets, and the search is far shorter around 0.
  const centred = { data: points.data.map((value, k) => value - means[k % dims]!), dims };
  // For two classes, the usual model has one weight vector; it equals this one with twice the penalty.
  const penalty = classes === 2 ? 2 : 1;
  const start = new Float64Array(classes * (dims + 1));
  const weights = minimize(loss(centred, codes, classes, penalty), start, tolerance);
  const shifted = new Float64Array(dims);
  return (data, at) => {
    for (let d = 0; d < dims; d++) shifted[d] = data[at + d]! - means[d]!;
    const scores = new Float64Array(classes);
    score(weights, shifted, 0, dims, scores);
    softmax(scores);
    return scores;
  };
}
