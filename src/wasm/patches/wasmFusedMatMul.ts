import type * as tf from '@tensorflow/tfjs';
import { failure } from '../../check/errors.js';
import { type KernelCall, runWasmKernel } from './wasmKernel.js';

const activationKernels: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

/**
 * activation(A·B + bias) on the wasm backend, one kernel after the other. The stock kernel adds bias and activation once
 * per block of 48 inner columns when an operand is transposed or has a batch dimension, reads a bias shorter than a row
 * beyond its end, and is at most a few per cent faster where it is right.
 */
export function wasmFusedMatMul({ inputs, backend, attrs }: KernelCall): tf.TensorInfo {
  const { a, b, bias, preluActivationWeights: alpha } = inputs;
  const activation = attrs['activation'] as string;
  const kernel = activationKernels[activation];
  if (!kernel && activation !== 'linear') {
    throw failure('ZBIO_NO_PEER', `fused matMul: the wasm backend has no activation '${activation}'.`);
  }
  let result = runWasmKernel('BatchMatMul', { inputs: { a, b }, backend, attrs });
  const follow = (name: string, more: KernelCall['inputs'], input = 'x'): void => {
    const before = result;
    const call = { inputs: { [input]: before, ...more }, backend, attrs: { alpha: attrs['leakyreluAlpha'] } };
    result = runWasmKernel(name, call);
    backend.disposeData(before.dataId);
  };
  if (bias) follow('Add', { b: bias }, 'a');
  if (kernel) follow(kernel, { alpha });
  return result;
}
