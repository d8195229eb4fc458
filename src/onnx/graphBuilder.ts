import { failure } from '../check/errors.js';
import {
  type Attributes,
  type DataType,
  elementTypes,
  type GraphNode,
  type Initializer,
  type Shape,
  sameValues,
  type Values,
  type ValueType,
} from './graph.js';
import { outputTypes, typesInstead } from './spec.js';
import type { SymbolicTensor } from './symbol.js';
import { UntraceableError } from './untraceable.js';

/** Constants up to this size are recognised by their text, larger ones by comparison with others of their length. */
const SMALL = 64;

/** An output before it has its final name: where its value comes from. */
export interface PendingOutput extends ValueType {
  name: string;
  source: string;
}

/** A graph under construction. The same operation on the same inputs is emitted once. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly inputs: (ValueType & { name: string })[] = [];
  readonly outputs: PendingOutput[] = [];
  readonly #types: Map<string, ValueType> = new Map();
  readonly #emitted: Map<string, string[]> = new Map();
  readonly #large: Values[] = [];
  #count = 0;

  /**
   * Adds an operation with one output; returns the output's name.
   *
   * @throws UntraceableError if the operation does not take such element types.
   */
  emit(op: string, inputs: readonly string[], output: ValueType, attributes: Attributes = {}): string {
    return this.emitAll(op, inputs, [output], attributes)[0]!;
  }

  /** Adds an operation with several outputs; returns their names. */
  emitAll(
    op: string,
    inputs: readonly string[],
    types: readonly ValueType[],
    attributes: Attributes = {},
  ): string[] {
    return this.#once(JSON.stringify([op, inputs, attributes]), () => {
      this.#refuseTypes(op, inputs);
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

  /** A list of whole numbers, in the form in which ONNX takes shapes and axes. */
  integers(list: readonly number[]): string {
    return this.constant(elementTypes.int64.array.from(list, BigInt), [list.length], 'int64');
  }

  /** Declares an input. */
  input(name: string, shape: Shape, dtype: DataType): SymbolicTensor {
    this.inputs.push({ name, shape, dtype });
    this.#declare(name, { shape, dtype });
    return { name, shape, stored: shape, dtype };
  }

  /** Derives the types of values that a pass has made from those of what goes into them. */
  declareOutputs(node: GraphNode): void {
    if (node.outputs.every((name) => this.#types.has(name))) return;
    const operands = node.inputs.map((name) => ({
      ...this.typeOf(name),
      numbers: () => this.numbersOf(name),
    }));
    for (const [i, type] of outputTypes(node, operands).entries()) this.#declare(node.outputs[i]!, type);
  }

  /** Shape (as in memory) and element type of a value. */
  typeOf(name: string): ValueType {
    const type = this.#types.get(name);
    if (!type) throw failure('ZBIO_INTERNAL', `GraphBuilder: the value '${name}' was never declared`);
    return type;
  }

  /** Name of a symbol's value as it is in memory, which may be smaller than its shape. */
  nameOf({ name, value, stored, dtype }: SymbolicTensor): string {
    return name ?? this.constant(value!, stored, dtype);
  }

  /** The numbers of a constant; undefined if the name is not a constant's. */
  numbersOf(name: string): number[] | undefined {
    const found = this.initializers.find((constant) => constant.name === name);
    return found && Array.from(found.data as Iterable<number | bigint>, Number);
  }

  // tfjs computes most functions of whole numbers and bools too, and rounds what comes out. ONNX knows them of floats alone.
  #refuseTypes(op: string, inputs: readonly string[]): void {
    const given = inputs.map((name) => this.typeOf(name).dtype);
    const instead = typesInstead(op, given)?.filter((dtype) => dtype !== 'int64');
    if (!instead) return;
    const kinds = [...new Set(given)].map((dtype) => (dtype === 'bool' ? 'bools' : dtype));
    const next = `cast them to ${instead.join(' or ')} first`;
    throw new UntraceableError(op, `${op} of ${kinds.join(' and ')} can't be traced; ${next}.`);
  }

  #contentKey(data: Values): string {
    // 0 and -0 print alike.
    const text = (v: number | bigint): string => (Object.is(v, -0) ? '-0' : String(v));
    if (data.length <= SMALL) return Array.from(data as Iterable<number | bigint>, text).join();
    const index = this.#large.findIndex((array) => sameValues(array, data));
    return `#${index >= 0 ? index : this.#large.push(data) - 1}`;
  }

  #once(key: string, make: () => string[]): string[] {
    const earlier = this.#emitted.get(key);
    if (earlier) return earlier;
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
    this.#types.set(name, { shape, dtype });
  }
}
