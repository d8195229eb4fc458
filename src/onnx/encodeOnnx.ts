import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  type Attribute,
  elementTypes,
  type Graph,
  type GraphNode,
  type Initializer,
  type ValueInfo,
} from './graph.js';

/** Options of {@link encodeOnnx}. */
export interface EncodeOptions {
  /** Name of the graph; default `'zbio'`. */
  name?: string;
  /** Names and texts that are stored beside the graph, for whoever opens the file. */
  metadata?: Record<string, string>;
  /** Puts the output {@link notTensor} in front of the others. Default false. */
  withNotTensor?: boolean;
}

/** Name of an output that is an empty sequence; runInto.ts says what it is for. */
export const notTensor = 'not/tensor';

const OPERATION_SET = 17;
const FORMAT_VERSION = 8;
// AttributeProto.AttributeType.
const kinds = { float: 1, integer: 2, text: 3, integers: 7 };

type Write = (writer: BinaryWriter) => unknown;

// Field numbers are those of onnx.proto.
const message = (writer: BinaryWriter, field: number, write: Write): void => {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
};
const text = (writer: BinaryWriter, field: number, value: string): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const integer = (writer: BinaryWriter, field: number, value: number): BinaryWriter =>
  writer.tag(field, WireType.Varint).int64(value);

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if (typeof value === 'number') integer(integer(writer, 3, value), 20, kinds.integer);
  else if (typeof value === 'string') integer(text(writer, 4, value), 20, kinds.text);
  else if ('float' in value) integer(writer.tag(2, WireType.Bit32).float(value.float), 20, kinds.float);
  else {
    for (const item of value) integer(writer, 8, item);
    integer(writer, 20, kinds.integers);
  }
}

function writeNode(writer: BinaryWriter, { op, inputs, outputs, attributes }: GraphNode): void {
  for (const name of inputs) text(writer, 1, name);
  for (const name of outputs) text(writer, 2, name);
  text(writer, 4, op);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, value));
  }
}

function writeInitializer(writer: BinaryWriter, { name, shape, dtype, data }: Initializer): void {
  for (const size of shape) integer(writer, 1, size);
  integer(writer, 2, elementTypes[dtype].code);
  text(writer, 8, name);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function writeValueInfo(writer: BinaryWriter, { name, shape, dtype }: ValueInfo): void {
  const writeSize = (size: number | string) => (inner: BinaryWriter) =>
    typeof size === 'string' ? text(inner, 2, size) : integer(inner, 1, size);
  const writeShape: Write = (inner) => {
    for (const size of shape) message(inner, 1, writeSize(size));
  };
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      integer(tensor, 1, elementTypes[dtype].code);
      message(tensor, 2, writeShape);
    }),
  );
}

function writeNotTensor(writer: BinaryWriter): void {
  const attributes = { dtype: elementTypes.float32.code };
  message(writer, 1, (node) =>
    writeNode(node, { op: 'SequenceEmpty', inputs: [], outputs: [notTensor], attributes }),
  );
  const element: Write = (type) =>
    message(type, 1, (tensor) => integer(tensor, 1, elementTypes.float32.code));
  const sequence: Write = (type) => message(type, 4, (of) => message(of, 1, element));
  message(writer, 12, (output) => message(text(output, 1, notTensor), 2, sequence));
}

function writeGraph(writer: BinaryWriter, graph: Graph, name: string, withNotTensor: boolean): void {
  if (withNotTensor) writeNotTensor(writer);
  for (const node of graph.nodes) message(writer, 1, (inner) => writeNode(inner, node));
  text(writer, 2, name);
  for (const constant of graph.initializers) message(writer, 5, (inner) => writeInitializer(inner, constant));
  for (const input of graph.inputs) message(writer, 11, (inner) => writeValueInfo(inner, input));
  for (const output of graph.outputs) message(writer, 12, (inner) => writeValueInfo(inner, output));
}

/**
 * A graph as the bytes of an `.onnx` file (operation set 17).
 *
 * @example
 * ```ts
 * await writeFile('step.onnx', encodeOnnx(traced.graph, { metadata: { made: 'by zbio' } }));
 * ```
 */
export function encodeOnnx(
  graph: Graph,
  { name = 'zbio', metadata = {}, withNotTensor = false }: EncodeOptions = {},
): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, FORMAT_VERSION);
  text(writer, 2, 'zbio');
  message(writer, 7, (inner) => writeGraph(inner, graph, name, withNotTensor));
  message(writer, 8, (inner) => integer(text(inner, 1, ''), 2, OPERATION_SET));
  for (const [key, value] of Object.entries(metadata)) {
    message(writer, 14, (inner) => text(text(inner, 1, key), 2, value));
  }
  return writer.finish();
}
