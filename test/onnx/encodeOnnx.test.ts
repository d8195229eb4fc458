import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { encodeOnnx } from '../../src/onnx/encodeOnnx.js';
import { trace } from '../../src/record/trace.js';

type Value = number | Uint8Array;
type Fields = Map<number, Value[]>;

/** The fields of a message by number, read without knowing the format. */
function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields: Fields = new Map();
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const value =
      type === WireType.LengthDelimited
        ? reader.bytes()
        : type === WireType.Bit32
          ? reader.float()
          : Number(reader.int64());
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

const texts = (fields: Fields, number: number): string[] =>
  (fields.get(number) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));
const messages = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).map((bytes) => fieldsOf(bytes as Uint8Array));

/** Name, element type and shape of a ValueInfoProto. */
function infoOf(fields: Fields): unknown[] {
  const tensor = messages(messages(fields, 2)[0]!, 1)[0]!;
  const dims = messages(messages(tensor, 2)[0]!, 1);
  const size = (dim: Fields) => (dim.has(2) ? texts(dim, 2)[0] : dim.get(1)![0]);
  return [texts(fields, 1)[0], tensor.get(1)![0], dims.map(size)];
}

beforeAll(() => tf.setBackend('cpu'));

test('model, graph, nodes, constants, inputs and outputs are where onnx.proto has them', () => {
  const { graph } = trace(
    ({ x, k }) => ({ y: tf.leakyRelu(tf.sum(x!.mul([1, 2, 3]), 1), 0.25), row: k!.expandDims(0) }),
    { x: { shape: [4, 3] }, k: { shape: [2], dtype: 'int32' } },
  );
  const model = fieldsOf(encodeOnnx(graph, { name: 'mine', metadata: { genes: 'a b', made: 'by zbio' } }));
  expect(model.get(1)).toEqual([8]);
  expect(texts(model, 2)).toEqual(['zbio']);
  expect(messages(model, 8).map((set) => [texts(set, 1), set.get(2)])).toEqual([[[''], [17]]]);
  expect(messages(model, 14).map((entry) => [texts(entry, 1)[0], texts(entry, 2)[0]])).toEqual([
    ['genes', 'a b'],
    ['made', 'by zbio'],
  ]);
  const [inner] = messages(model, 7);
  expect(texts(inner!, 2)).toEqual(['mine']);
  expect(messages(inner!, 11).map(infoOf)).toEqual([
    ['x', 1, [4, 3]],
    ['k', 6, [2]],
  ]);
  expect(messages(inner!, 12).map(infoOf)).toEqual(
    [
      ['y', 1, [4]],
      ['row', 6, [1, 2]],
    ].map(([n, t, s]) => [n, t, s]),
  );
});

test('attributes of every kind', () => {
  const node = { op: 'Some', inputs: ['x'], outputs: ['y'] };
  const attributes = { whole: -3, list: [1, -2], text: 'reflect', share: { float: 0.25 } };
  const info = { name: 'x', shape: ['cells', 2], dtype: 'float32' } as const;
  const graph = { nodes: [{ ...node, attributes }], initializers: [], inputs: [info], outputs: [] };
  const [inner] = messages(fieldsOf(encodeOnnx(graph)), 7);
  const [written] = messages(inner!, 1);
  expect([texts(written!, 1), texts(written!, 2), texts(written!, 4)]).toEqual([['x'], ['y'], ['Some']]);
  const [whole, list, text, share] = messages(written!, 5);
  expect([texts(whole!, 1)[0], whole!.get(3), whole!.get(20)]).toEqual(['whole', [-3], [2]]);
  expect([texts(list!, 1)[0], list!.get(8), list!.get(20)]).toEqual(['list', [1, -2], [7]]);
  expect([texts(text!, 1)[0], texts(text!, 4), text!.get(20)]).toEqual(['text', ['reflect'], [3]]);
  expect([texts(share!, 1)[0], share!.get(2), share!.get(20)]).toEqual(['share', [0.25], [1]]);
  expect(infoOf(messages(inner!, 11)[0]!)).toEqual(['x', 1, ['cells', 2]]);
});

test('constants are written as they lie in memory, also where the array is part of a bigger one', () => {
  const data = new Float32Array([9, 1, -2, 0.5, 9]).subarray(1, 4);
  const graph = {
    nodes: [],
    inputs: [],
    outputs: [],
    initializers: [{ name: 'c', shape: [3], dtype: 'float32' as const, data }],
  };
  const [constant] = messages(messages(fieldsOf(encodeOnnx(graph)), 7)[0]!, 5);
  expect([constant!.get(1), constant!.get(2), texts(constant!, 8)]).toEqual([[3], [1], ['c']]);
  const bytes = (constant!.get(9)![0] as Uint8Array).slice();
  expect([...new Float32Array(bytes.buffer)]).toEqual([1, -2, 0.5]);
});
