import { listed } from '../check/quoted.js';
import type { Attribute, DataType, GraphNode, ValueType } from './graph.js';
import * as layout from './layoutRules.js';
import * as rules from './shapeRules.js';
import { demand, type Operand, type Rule } from './shapeRules.js';

type Kind = 'integer' | 'integers' | 'text' | 'float';

/** What an operation takes and gives: ONNX's operation set 17, as far as onnxruntime's CPU kernels go with it. */
interface OpSpec {
  /** Least and most inputs. */
  count: readonly [number, number];
  /** Element types that the first input may have. */
  of: readonly DataType[];
  /** Whether the other inputs are of the first one's type; if not, `rule` says what they are. */
  alike: boolean;
  /** Attributes that it may have. */
  attributes: Readonly<Record<string, Kind>>;
  rule: Rule;
  /** Whether it acts on each element alone, with broadcasting. */
  elementwise: boolean;
}

const floats = ['float32'] as const;
const numbers = ['float32', 'int32', 'int64'] as const;
const bools = ['bool'] as const;
const all = ['float32', 'int32', 'int64', 'bool'] as const;

type Settings = Partial<Pick<OpSpec, 'attributes' | 'rule' | 'alike'>>;

const elementwise = (
  of: OpSpec['of'],
  count: number,
  { attributes = {}, rule = rules.broadcast(), alike = true }: Settings = {},
): OpSpec => ({ count: [count, count], of, alike, attributes, rule, elementwise: true });

const other = (
  of: OpSpec['of'],
  count: number | OpSpec['count'],
  rule: Rule,
  attributes: OpSpec['attributes'] = {},
): OpSpec => {
  const range = typeof count === 'number' ? ([count, count] as const) : count;
  return { count: range, of, alike: false, attributes, rule, elementwise: false };
};

/** An operation whose inputs are all of one type. */
const joining = (...settings: Parameters<typeof other>): OpSpec => ({ ...other(...settings), alike: true });

const several = (names: string, spec: OpSpec): Record<string, OpSpec> =>
  Object.fromEntries(names.split(' ').map((name) => [name, spec]));

const many = [1, Number.POSITIVE_INFINITY] as const;
const axis = { axis: 'integer' } as const;
const reducing = { axes: 'integers', keepdims: 'integer' } as const;

const spec: Readonly<Record<string, OpSpec>> = {
  ...several(
    'Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Floor Log Reciprocal Round Selu Sigmoid Sin Sinh Softplus Sqrt Tan Tanh',
    elementwise(floats, 1),
  ),
  ...several('Abs Neg Relu Sign', elementwise(numbers, 1)),
  ...several('IsInf IsNaN', elementwise(floats, 1, { rule: rules.broadcast('bool') })),
  ...several('Add Div Max Min Mul Pow Sub', elementwise(numbers, 2)),
  ...several(
    'Greater GreaterOrEqual Less LessOrEqual',
    elementwise(numbers, 2, { rule: rules.broadcast('bool') }),
  ),
  ...several('And Or', elementwise(bools, 2)),
  Not: elementwise(bools, 1),
  Equal: elementwise(all, 2, { rule: rules.broadcast('bool') }),
  Cast: elementwise(all, 1, { rule: rules.cast, attributes: { to: 'integer' } }),
  Clip: elementwise(numbers, 3, { rule: rules.clip }),
  LeakyRelu: elementwise(floats, 1, { attributes: { alpha: 'float' } }),
  Where: elementwise(bools, 3, { rule: rules.choose, alike: false }),
  // onnxruntime adds up any number of floats at once, of whole numbers none.
  Sum: { ...elementwise(floats, 1), count: many },
  Identity: other(all, 1, rules.same),
  Gemm: joining(floats, [2, 3], rules.gemm, {
    transA: 'integer',
    transB: 'integer',
    alpha: 'float',
    beta: 'float',
  }),
  MatMul: joining(floats, 2, rules.product),
  Einsum: joining(numbers, many, rules.einsum, { equation: 'text' }),
  ...several('ReduceMax ReduceMean ReduceMin ReduceProd', other(numbers, 1, rules.reduce, reducing)),
  ReduceSum: other(numbers, 2, rules.sum, { keepdims: 'integer' }),
  ...several('ArgMax ArgMin', other(numbers, 1, rules.position, { ...axis, keepdims: 'integer' })),
  Softmax: other(floats, 1, rules.alongAxis, axis),
  CumSum: other(numbers, 2, rules.scan, { exclusive: 'integer', reverse: 'integer' }),
  Reshape: other(all, 2, layout.reshape),
  Expand: other(all, 2, layout.expand),
  Transpose: other(all, 1, layout.transpose, { perm: 'integers' }),
  Concat: joining(all, many, layout.concat, axis),
  Split: other(all, 1, layout.split, axis),
  Slice: other(all, [4, 5], layout.slice),
  Pad: other(all, [2, 3], layout.pad, { mode: 'text' }),
  Tile: other(all, 2, layout.tile),
  Gather: other(all, 2, layout.gather, axis),
  GatherND: other(all, 2, layout.gatherTuples),
  ScatterElements: other(numbers, 3, layout.scatter, { ...axis, reduction: 'text' }),
  TopK: other(numbers, 2, layout.topK, { ...axis, sorted: 'integer' }),
};

function kindOf(value: Attribute): Kind {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'integer';
  return 'float' in value ? 'float' : 'integers';
}

/** Whether an operation acts on each element alone, with broadcasting. */
export const isElementwise = (op: string): boolean => spec[op]?.elementwise ?? false;

/** The element types that an operation takes, if it does not take these. */
export function typesInstead(op: string, given: readonly DataType[]): readonly DataType[] | undefined {
  if (!Object.hasOwn(spec, op)) return undefined;
  const { of, alike } = spec[op]!;
  const fits = of.includes(given[0]!) && (!alike || given.every((dtype) => dtype === given[0]));
  return fits ? undefined : of;
}

function checkAttributes({ op, attributes }: GraphNode): void {
  for (const [name, value] of Object.entries(attributes)) {
    const found = spec[op]!.attributes[name] === kindOf(value);
    demand(found, `${op} has no attribute ${name} that is ${JSON.stringify(value)}`);
  }
}

/**
 * Types of the values that a node makes.
 *
 * @throws Error where the spec does not know the operation, or not with these inputs and attributes.
 */
export function outputTypes(node: GraphNode, inputs: readonly Operand[]): readonly ValueType[] {
  const { op, outputs, attributes } = node;
  demand(Object.hasOwn(spec, op), `unknown operation ${op}`);
  const [least, most] = spec[op]!.count;
  demand(inputs.length >= least && inputs.length <= most, `${op} does not take ${inputs.length} inputs`);
  const given = inputs.map(({ dtype }) => dtype);
  demand(!typesInstead(op, given), `${op} does not take ${listed(given)}`);
  checkAttributes(node);
  const types = spec[op]!.rule(inputs, attributes, outputs.length);
  demand(types.length === outputs.length, `${op} gives ${types.length} values, not ${outputs.length}`);
  return types;
}
