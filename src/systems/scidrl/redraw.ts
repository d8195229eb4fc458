import * as tf from '@tensorflow/tfjs';
import type { Network } from '../../nn/network.js';
import { normal } from '../../random/normal.js';
import type { Rng } from '../../random/rng.js';

/** An initial weight of a layer from so many inputs to so many outputs. */
export type Draw = (rng: Rng, inputs: number, outputs: number) => number;

const deviation = 0.1;

/** Normal with deviation 0.1, none beyond twice that. */
export const truncatedNormal: Draw = (rng) => {
  let value = normal(rng.next);
  while (Math.abs(value) > 2) value = normal(rng.next);
  return deviation * value;
};

/** Uniform in ±√(6 / (inputs + outputs)). */
export const glorotUniform: Draw = (rng, inputs, outputs) =>
  (2 * rng.next() - 1) * Math.sqrt(6 / (inputs + outputs));

function fill(variable: tf.Variable, value: () => number): void {
  const values = Float32Array.from({ length: variable.size }, value);
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** Draws the weights of a network's linear layers anew, and sets their biases to 0. */
export function redraw<Part extends Pick<Network, 'variables'>>(part: Part, draw: Draw, rng: Rng): Part {
  const { variables } = part;
  variables.forEach((variable, i) => {
    const [inputs, outputs] = variable.shape;
    if (variable.rank === 2) fill(variable, () => draw(rng, inputs!, outputs!));
    else if (variables[i - 1]?.rank === 2) fill(variable, () => 0);
  });
  return part;
}
