import * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import { type TfjsHeap, tfjsHeap } from '../patches/tfjsHeap.js';
import { type AdamConstants, adamArrays } from '../simd/adamArrays.js';
import { adamKernel } from '../simd/adamKernel.js';
import { type AdamStepOptions, adamConstants } from './adamConstants.js';

type OnVariables = (gradient: tf.Tensor, owned: readonly tf.Variable[], constants: AdamConstants) => void;

function stepInWasm(heap: TfjsHeap, ...[gradient, owned, constants]: Parameters<OnVariables>): void {
  // A variable may share its memory with a reshaped or kept tensor, which must not change with it.
  for (const variable of owned) heap.separate(variable);
  heap.address(gradient); // moves it here
  const [w, m, v, g] = [...owned, gradient].map(heap.view) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  adamKernel(heap.kernels, { w, g, m, v }, constants);
  owned.forEach(heap.written);
}

// The cpu backend hands out its own arrays (dataSync, tf.tensor), so they are replaced and never written into.
const stepOnCpu: OnVariables = (gradient, owned, constants) => {
  const copies = owned.map((variable) => Float32Array.from(variable.dataSync()));
  const [w, m, v] = copies as [Float32Array, Float32Array, Float32Array];
  adamArrays({ w, g: gradient.dataSync<'float32'>(), m, v }, constants);
  for (const [i, values] of copies.entries()) {
    tf.tidy(() => owned[i]!.assign(tf.tensor(values, owned[i]!.shape)));
  }
};

const stepInOperations: OnVariables = (gradient, owned, { beta1, rest1, beta2, rest2, rate, epsilon }) => {
  const [w, m, v] = owned as [tf.Variable, tf.Variable, tf.Variable];
  tf.tidy(() => {
    m.assign(m.mul(beta1).add(gradient.mul(rest1)));
    v.assign(v.mul(beta2).add(gradient.square().mul(rest2)));
    w.assign(w.sub(m.mul(rate).div(v.sqrt().add(epsilon))));
  });
};

/**
 * One step of Adam with bias correction, on one variable:
 * m = β1·m + (1-β1)·g, v = β2·v + (1-β2)·g², w = w - rate · m/(1-β1^t) / (√v/√(1-β2^t) + ε).
 *
 * On the wasm backend it writes into the variables' memory (about a sixth of the time of the same in tfjs operations);
 * elsewhere it assigns. The values agree with PyTorch's `torch.optim.Adam`. The gradient is read only and stays the
 * caller's to dispose; tensors that share memory with a variable keep their values.
 *
 * @param variable - What to train; float32, of any shape.
 * @param gradient - Its gradient, of the same shape.
 * @param m - First moment, of the same shape; zeros before the first step.
 * @param v - Second moment, likewise.
 * @throws RangeError if the sizes differ.
 *
 * Source: Kingma & Ba 2015.
 */
export function adamStep(
  variable: tf.Variable,
  gradient: tf.Tensor,
  m: tf.Variable,
  v: tf.Variable,
  options: AdamStepOptions,
): void {
  for (const [name, { shape, size }] of Object.entries({ gradient, m, v })) {
    if (size === variable.size) continue;
    const expected = `the shape of the variable [${variable.shape}]`;
    throw badValue({ argument: `adamStep: ${name}`, expected, received: `[${shape}]` });
  }
  const owned = [variable, m, v];
  const constants = adamConstants(options);
  const heap = tfjsHeap();
  if (heap) stepInWasm(heap, gradient, owned, constants);
  else if (tf.getBackend() === 'cpu') stepOnCpu(gradient, owned, constants);
  else stepInOperations(gradient, owned, constants);
}
