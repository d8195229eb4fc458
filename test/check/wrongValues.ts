import * as tf from '@tensorflow/tfjs';

const disposed = (): tf.Tensor => {
  const tensor = tf.zeros([2, 2]);
  tensor.dispose();
  return tensor;
};

const csr = (change: object): object => ({
  data: Float32Array.of(1, 2),
  indices: Int32Array.of(0, 1),
  indptr: Int32Array.of(0, 1, 2),
  shape: [2, 2],
  ...change,
});

/** What callers give by mistake, by name. Each call makes it anew. */
export const wrongValues: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  zero: () => 0,
  negative: () => -1,
  fraction: () => 1.5,
  NaN: () => Number.NaN,
  infinite: () => Infinity,
  huge: () => Number.MAX_SAFE_INTEGER,
  'empty text': () => '',
  // As a path, it can't be written: the folder isn't there.
  text: () => 'no such folder/batch',
  bigint: () => 10n,
  symbol: () => Symbol('s'),
  'empty object': () => ({}),
  'object without a prototype': () => Object.create(null),
  'object of unknown names': () => ({ unknown: 1 }),
  'object with length': () => ({ length: 3 }),
  'empty list': () => [],
  'list of nothing': () => [[]],
  'list with a hole': () => new Array(3),
  'ragged rows': () => [[1], [1, 2]],
  'rows of text': () => [
    ['a', 'b'],
    ['c', 'd'],
  ],
  'mixed list': () => ['a', 1, null, Symbol('s'), {}],
  numbers: () => [0.5, 1.5, 2.5],
  'list of NaN': () => [Number.NaN],
  'function of a number': () => () => 1,
  'function of nothing': () => () => undefined,
  'function of an object': () => () => ({}),
  'async function': () => async () => undefined,
  date: () => new Date(0),
  map: () => new Map([['batch', ['a']]]),
  regexp: () => /batch/,
  promise: () => Promise.resolve([]),
  Float64Array: () => new Float64Array(3),
  Uint8Array: () => new Uint8Array(2),
  BigInt64Array: () => new BigInt64Array(2),
  'empty Float32Array': () => new Float32Array(0),
  ArrayBuffer: () => new ArrayBuffer(8),
  DataView: () => new DataView(new ArrayBuffer(8)),
  Blob: () => new Blob(['zbio']),
  scalar: () => tf.scalar(1),
  'tensor of one dimension': () => tf.tensor1d([1, 2]),
  'tensor of three dimensions': () => tf.zeros([2, 2, 2]),
  'tensor without rows': () => tf.zeros([0, 2]),
  'tensor of text': () => tf.tensor2d([['a', 'b']]),
  'disposed tensor': disposed,
  'small tensor': () => tf.zeros([2, 2]),
  'matrix of other data': () => ({ data: [1, 2], shape: [1, 2] }),
  'matrix of another size': () => ({ data: new Float32Array(4), shape: [2, 3] }),
  'matrix of a wrong shape': () => ({ data: new Float32Array(4), shape: [-2, -2] }),
  'matrix without a shape': () => ({ data: new Float32Array(4), shape: null }),
  'matrix without rows': () => ({ data: new Float32Array(0), shape: [0, 0] }),
  'small matrix': () => ({ data: new Float32Array(4), shape: [2, 2] }),
  'matrix of NaN': () => ({ data: new Float32Array(4).fill(Number.NaN), shape: [2, 2] }),
  'negative matrix': () => ({ data: new Float32Array(4).fill(-1), shape: [2, 2] }),
  'CSR of other indices': () => csr({ indices: [0, 1] }),
  'CSR with columns beyond the last': () => csr({ indices: Int32Array.of(0, 7) }),
  'CSR with falling offsets': () => csr({ indptr: Int32Array.of(0, 2, 1) }),
  'CSR without offsets': () => csr({ indptr: undefined }),
  'categorical with codes beyond the last': () => ({ categories: ['a'], codes: Int32Array.of(0, 5) }),
};
