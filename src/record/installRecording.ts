import * as tf from '@tensorflow/tfjs';
import type { SymbolicTensor } from '../onnx/symbol.js';
import { fold } from './fold.js';
import type { NamedSymbols } from './ops/op.js';
import { constantOps, opTable } from './ops/opTable.js';
import { RecordingBackend } from './recordingBackend.js';

/** Ops that keep constants constant by themselves, or are given tensors of which only the shape matters. */
const unfolded = new Set(['Identity', 'Reshape', 'ExpandDims', 'ZerosLike', 'OnesLike', 'Fill']);
const shapeOnly = new Set(['ZerosLike', 'OnesLike']);

type Inputs = tf.NamedTensorInfoMap | tf.TensorInfo[];

function symbolsOf(backend: RecordingBackend, name: string, inputs: Inputs): NamedSymbols {
  const given = Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] => entry[1] != null);
  // tfjs also asks for zeros like a tensor that is already disposed.
  const symbolOf = ({ shape, dtype }: tf.TensorInfo): SymbolicTensor => ({
    shape,
    stored: shape,
    dtype: dtype as SymbolicTensor['dtype'],
  });
  const of = shapeOnly.has(name) ? symbolOf : (tensor: tf.TensorInfo) => backend.symbolOf(tensor);
  return Object.fromEntries(given.map(([key, tensor]) => [key, of(tensor)]));
}

/** Records one call of an op: as constants if that is what comes out, otherwise as operations of the graph. */
function record(backend: RecordingBackend, name: string, given: Inputs, attrs: tf.NamedAttrMap = {}) {
  const inputs = symbolsOf(backend, name, given);
  const { elementwise = false } = opTable[name] ?? {};
  const call = { name, inputs, attrs, listed: Array.isArray(given), elementwise };
  const folded = unfolded.has(name) ? undefined : fold(call);
  const made = folded ?? opTable[name]!.record(backend.graph!, inputs, attrs);
  return Array.isArray(made) ? made.map((symbol) => backend.add(symbol)) : backend.add(made);
}

function register(backendName: string): void {
  for (const kernelName of [...Object.keys(opTable), ...constantOps]) {
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
