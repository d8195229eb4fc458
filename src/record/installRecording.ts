import * as tf from '@tensorflow/tfjs';
import type { SymbolicTensor } from '../onnx/symbol.js';
import { fold, type KernelInputs } from './fold.js';
import { constantKernels, elementwiseKernels, kernelTable } from './ops/opTable.js';
import { RecordingBackend } from './recordingBackend.js';

/** Kernels that keep constants constant by themselves, or are given tensors of which the shape alone matters. */
const unfolded = new Set(['Identity', 'Reshape', 'ExpandDims', 'ZerosLike', 'OnesLike', 'Fill']);
const shapeOnly = new Set(['ZerosLike', 'OnesLike']);

type Inputs = tf.NamedTensorInfoMap | tf.TensorInfo[];

function symbolsOf(backend: RecordingBackend, kernelName: string, inputs: Inputs): KernelInputs {
  const given = Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] => entry[1] != null);
  // tfjs asks for zeros like tensors that are disposed.
  const symbolOf = ({ shape, dtype }: tf.TensorInfo): SymbolicTensor => ({
    shape,
    stored: shape,
    dtype: dtype as SymbolicTensor['dtype'],
  });
  const of = shapeOnly.has(kernelName) ? symbolOf : (tensor: tf.TensorInfo) => backend.symbolOf(tensor);
  return Object.fromEntries(given.map(([name, tensor]) => [name, of(tensor)]));
}

function record(
  backend: RecordingBackend,
  kernelName: string,
  given: Inputs,
  attrs: tf.NamedAttrMap | undefined,
) {
  const inputs = symbolsOf(backend, kernelName, given);
  const folding = { kernelName, inputs, attrs, listed: Array.isArray(given) };
  const known = unfolded.has(kernelName) ? undefined : fold(folding, kernelName in elementwiseKernels);
  const made = known ?? kernelTable[kernelName]!(backend.graph!, inputs as never, (attrs ?? {}) as never);
  return Array.isArray(made) ? made.map((symbol) => backend.add(symbol)) : backend.add(made);
}

function register(backendName: string): void {
  for (const kernelName of [...Object.keys(kernelTable), ...constantKernels]) {
    const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) =>
      record(backend as RecordingBackend, kernelName, inputs, attrs);
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}

// Another copy of the library in the same program has a backend of its own.
function freeName(): string {
  let name = 'zbio-recording';
  while (tf.findBackendFactory(name)) name += '-2';
  return name;
}

let installed: { name: string; backend: RecordingBackend } | undefined;

/** The recording backend and its name; registered with tfjs at the first call. */
export function installRecording(): { name: string; backend: RecordingBackend } {
  if (installed) return installed;
  const [name, backend] = [freeName(), new RecordingBackend()];
  tf.registerBackend(name, () => backend, 0);
  register(name);
  installed = { name, backend };
  return installed;
}
