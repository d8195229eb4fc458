import { arrayTypes, type DataType, type GraphNode, type Initializer, type Values } from './graph.js';
import { sameValues } from './sameValues.js';
import type { Shape, SymbolicTensor } from './symbol.js';

type Attributes = GraphNode['attributes'];

/** Constants up to this size are known by their text, bigger ones by comparison with those of their length. */
const SMALL = 64;

/** Shape and element type of a value. */
export interface ValueType {
  shape: Shape;
  dtype: DataType;
}

/** A graph's output before it has its final name: where its value comes from. */
export interface PendingOutput extends ValueType {
  name: string;
  source: string;
}

/** A graph in the making. The same operation on the same inputs is emitted once. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly inputs: (ValueType & { name: string })[] = [];
  readonly outputs: PendingOutput[] = [];
  /** Shape of each named value, as it is in memory. */
  readonly shapes: Map<string, Shape> = new Map();
  /** Element type of each named value. */
  readonly types: Map<string, DataType> = new Map();
  /** Values that element-wise operations make. */
  readonly elementwise: Set<string> = new Set();
  readonly #emitted: Map<string, string[]> = new Map();
  readonly #large: Values[] = [];
  #count = 0;

  /** Adds an operation with one output; returns the output's name. */
  emit(op: string, inputs: readonly string[], output: ValueType, attributes: Attributes = {}): string {
    return this.emitAll(op, inputs, [output], attributes)[0]!;
  }

  /** Adds an operation with several outputs. */
  emitAll(
    op: string,
    inputs: readonly string[],
    types: readonly ValueType[],
    attributes: Attributes = {},
  ): string[] {
    return this.#once(JSON.stringify([op, inputs, attributes]), () => {
      const outputs = types.map((type) => this.#newName('node', type));
      this.nodes.push({ op, inputs, outputs, attributes });
      return outputs;
    });
  }

  /** Adds a constant; returns its name. */
  constant(data: Values, shape: Shape, dtype: DataType): string {
    const key = `${dtype} [${shape}] ${this.#contentKey(data)}`;
    return this.#once(key, () => {
      const name = this.#newName('const', { shape, dtype });
      this.initializers.push({ name, shape, dtype, data });
      return [name];
    })[0]!;
  }

  /** A list of whole numbers, as ONNX takes shapes and axes. */
  integers(list: readonly number[]): string {
    return this.constant(arrayTypes.int64.from(list, BigInt), [list.length], 'int64');
  }

  /** Declares an input. */
  input(name: string, shape: Shape, dtype: DataType): SymbolicTensor {
    this.inputs.push({ name, shape, dtype });
    this.#declare(name, { shape, dtype });
    return { name, shape, stored: shape, dtype };
  }

  /** Name of a symbol's value as it is in memory, which may be smaller than its shape. */
  nameOf({ name, value, stored, dtype }: SymbolicTensor): string {
    return name ?? this.constant(value!, stored, dtype);
  }

  #contentKey(data: Values): string {
    // 0 and -0 print alike.
    const text = (v: number | bigint): string => (Object.is(v, -0) ? '-0' : String(v));
    if (data.length <= SMALL) return Array.from(data as Iterable<number | bigint>, text).join();
    const known = this.#large.findIndex((array) => sameValues(array, data));
    return `#${known >= 0 ? known : this.#large.push(data) - 1}`;
  }

  #once(key: string, make: () => string[]): string[] {
    const known = this.#emitted.get(key);
    if (known) return known;
    const made = make();
    this.#emitted.set(key, made);
    return made;
  }

  #newName(kind: string, type: ValueType): string {
    const name = `${kind}_${this.#count++}`;
    this.#declare(name, type);
    return name;
  }

  #declare(name: string, { shape, dtype }: ValueType): void {
    this.shapes.set(name, shape);
    this.types.set(name, dtype);
  }
}
