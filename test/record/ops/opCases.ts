import * as tf from '@tensorflow/tfjs';
import { numbers } from '../compare.js';

/** One operation, on inputs of the given shapes with numbers from `range`. */
export interface OpCase {
  name: string;
  f: (...inputs: tf.Tensor[]) => tf.Tensor;
  shapes: number[][];
  range?: [number, number];
  /** False where tfjs has no gradient. */
  gradient?: boolean;
}

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const A = [3, 4, 5];
const float = (x: tf.Tensor) => tf.cast(x, 'float32');

const unary: Record<string, Unary> = {
  abs: tf.abs,
  ceil: tf.ceil,
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  neg: tf.neg,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  square: tf.square,
  tan: tf.tan,
  tanh: tf.tanh,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  atan: tf.atan,
  asinh: tf.asinh,
  logSigmoid: tf.logSigmoid,
  softmax: (x) => tf.softmax(x),
  logSoftmax: (x) => tf.logSoftmax(x),
  step: tf.step,
  'step with a slope': (x) => tf.step(x, 0.2),
  zerosLike: tf.zerosLike,
  onesLike: tf.onesLike,
  clone: (x) => x.clone(),
  clipByValue: (x) => tf.clipByValue(x, -1, 1),
};
const positive: Record<string, Unary> = {
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  reciprocal: tf.reciprocal,
};
const unitRange: Record<string, Unary> = { acos: tf.acos, asin: tf.asin, atanh: tf.atanh };
const tests: Record<string, Unary> = { isNaN: tf.isNaN, isInf: tf.isInf, isFinite: tf.isFinite };

const binary: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  mod: tf.mod,
  atan2: tf.atan2,
};
/** tfjs has no gradient of these, or none with broadcasting. */
const withoutGradient: Record<string, Binary> = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  divNoNan: tf.divNoNan,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  equal: tf.equal,
  notEqual: tf.notEqual,
  floorDiv: tf.floorDiv,
};

const each = <F>(table: Record<string, F>, make: (name: string, f: F) => OpCase[]): OpCase[] =>
  Object.entries(table).flatMap(([name, f]) => make(name, f));

const ofOne = (range: [number, number]) => (name: string, f: Unary) => [{ name, f, shapes: [[4, 6]], range }];
const ofTwo = (f: Binary, name: string, range: [number, number] = [-2, 2]): OpCase[] =>
  [[4, 6], [6], [4, 1], []].map((shape) => ({
    name: `${name} [${shape}]`,
    f,
    shapes: [[4, 6], shape],
    range,
  }));

type Reduction = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;
const reducers: Record<string, Reduction> = {
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
  prod: tf.prod,
};
const reductions = each(reducers, (name, reduce) =>
  [undefined, 0, [0, 2], 2].flatMap((axis) =>
    [false, true].map((keepDims): OpCase => {
      const f = (x: tf.Tensor) => reduce(x, axis, keepDims);
      // tfjs has no gradient of a product over several axes.
      const gradient = name !== 'prod' || !Array.isArray(axis);
      return { name: `${name} ${axis} ${keepDims ? 'kept' : ''}`, f, shapes: [A], gradient };
    }),
  ),
);

const largeProduct: OpCase = {
  name: 'matMul of a large factor',
  f: (a, b) => tf.matMul(a!, b!, false, true),
  shapes: [
    [3, 512],
    [256, 512],
  ],
};

const products = [false, true].flatMap((ta) =>
  [false, true].flatMap((tb): OpCase[] => {
    const label = `${ta ? 'ᵀ' : ''}·${tb ? 'ᵀ' : ''}`;
    const [left, right] = [ta ? [5, 3] : [3, 5], tb ? [4, 5] : [5, 4]];
    const f = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb);
    const fused = (activation: 'linear' | 'relu' | 'elu') => (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
      tf.fused.matMul({ a, b, transposeA: ta, transposeB: tb, bias, activation });
    return [
      { name: `matMul ${label}`, f, shapes: [left, right] },
      {
        name: `matMul of batches ${label}`,
        f,
        shapes: [
          [2, ...left],
          [2, ...right],
        ],
      },
      {
        name: `matMul of a batch of one ${label}`,
        f,
        shapes: [
          [2, ...left],
          [1, ...right],
        ],
        gradient: false,
      },
      ...(['linear', 'relu', 'elu'] as const).map((a) => ({
        name: `fused matMul ${label} ${a}`,
        f: fused(a),
        shapes: [left, right, [4]],
      })),
    ];
  }),
);

const indices = (values: number[], shape: number[]) => tf.tensor(values, shape, 'int32');
const mask = (x: tf.Tensor) => float(tf.greater(x, 0));

const others: [string, (...inputs: tf.Tensor[]) => tf.Tensor, number[][], boolean?][] = [
  [
    'squaredDifference',
    (a, b) => tf.squaredDifference(a!, b!),
    [
      [4, 6],
      [4, 6],
    ],
  ],
  [
    'fused matMul sigmoid',
    (a, b, bias) => tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'sigmoid' }),
    [[3, 5], [5, 4], [4]],
    false,
  ],
  [
    'fused matMul relu6',
    (a, b) => tf.fused.matMul({ a: a!, b: b!, activation: 'relu6' }),
    [
      [3, 5],
      [5, 4],
    ],
    false,
  ],
  [
    'fused matMul leakyrelu',
    (a, b) => tf.fused.matMul({ a: a!, b: b!, activation: 'leakyrelu', leakyreluAlpha: 0.3 }),
    [
      [3, 5],
      [5, 4],
    ],
    false,
  ],
  [
    'fused matMul prelu',
    (a, b, s) => tf.fused.matMul({ a: a!, b: b!, activation: 'prelu', preluActivationWeights: s! }),
    [[3, 5], [5, 4], [4]],
    false,
  ],
  ['reshape', (x) => tf.reshape(x!, [5, 12]), [A]],
  ['transpose', (x) => tf.transpose(x!, [2, 0, 1]), [A]],
  [
    'concat',
    (a, b) => tf.concat([a!, b!], 1),
    [
      [3, 2],
      [3, 4],
    ],
  ],
  [
    'stack',
    (a, b) => tf.stack([a!, b!], 1),
    [
      [3, 2],
      [3, 2],
    ],
  ],
  ['unstack', (x) => tf.unstack(x!, 1)[0]!.add(tf.unstack(x!, 1)[2]!), [A]],
  ['slice', (x) => tf.slice(x!, [1, 0, 2], [2, -1, 2]), [A]],
  ['stridedSlice', (x) => tf.stridedSlice(x!, [0, 3, 0], [3, 0, 5], [1, -1, 2]), [A], false],
  ['split', (x) => tf.split(x!, 2, 1)[0]!.mul(tf.split(x!, [1, 3], 1)[0]!), [A]],
  [
    'pad',
    (x) =>
      tf.pad(
        x!,
        [
          [1, 0],
          [2, 1],
          [0, 3],
        ],
        0.5,
      ),
    [A],
  ],
  [
    'mirrorPad',
    (x) =>
      tf.mirrorPad(
        x!,
        [
          [1, 1],
          [1, 1],
        ],
        'reflect',
      ),
    [[3, 4]],
    false,
  ],
  ['tile', (x) => tf.tile(x!, [2, 1, 3]), [A]],
  ['tile of size 1', (x) => tf.tile(x!, [3, 1]).matMul(tf.ones([4, 2])), [[1, 4]]],
  ['expandDims', (x) => tf.expandDims(x!, -2), [A]],
  ['squeeze', (x) => tf.squeeze(x!), [[3, 1, 4]]],
  ['broadcastTo', (x) => tf.broadcastTo(x!, [3, 4]), [[1, 4]]],
  ['product of a broadcast', (x) => tf.matMul(tf.broadcastTo(x!, [3, 4]), tf.ones([4, 2])), [[1, 4]]],
  [
    'where',
    (a, b) => tf.where(tf.greater(numbers([3, 4], 9), 0), a!, b!),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  ['where, broadcast', (a, b) => tf.where(tf.greater(tf.ones([3, 1]), 0), a!, b!), [[3, 4], [4]]],
  ['prelu', (x, s) => tf.prelu(x!, s!), [[3, 4], [4]]],
  ['gather rows', (x) => tf.gather(x!, indices([2, 0, 2, 1], [4])), [[3, 4]]],
  ['gather columns', (x) => tf.gather(x!, indices([2, 0, 2, 1], [2, 2]), 1), [[3, 4]]],
  ['gatherND', (x) => tf.gatherND(x!, indices([2, 0, 1, 1], [2, 2])), [[3, 4]], false],
  ['unsortedSegmentSum', (x) => tf.unsortedSegmentSum(x!, tf.tensor1d([0, 2, 0], 'int32'), 3), [[3, 4]]],
  [
    'unsortedSegmentSum with rows of no segment',
    (x) => tf.unsortedSegmentSum(x!, tf.tensor1d([-1, 1, 3], 'int32'), 3),
    [[3, 4]],
    false,
  ],
  ['scatterND', (x) => tf.scatterND(indices([1, 3, 1], [3, 1]), x!, [5, 4]), [[3, 4]], false],
  [
    'scatterND of elements',
    (x) => tf.scatterND(indices([1, 3, 1, 0, 1, 3], [3, 2]), x!, [5, 4]),
    [[3]],
    false,
  ],
  ['oneHot', (x) => x!.mul(tf.oneHot(tf.argMax(x!, 1) as tf.Tensor1D, 4)), [[3, 4]], false],
  ['oneHot with values', (x) => x!.mul(tf.oneHot(tf.tensor1d([2, 0, 9], 'int32'), 4, 2, -1)), [[3, 4]]],
  ['reverse', (x) => tf.reverse(x!, [0, 2]), [A]],
  ['cumsum', (x) => tf.cumsum(x!, 1, true, true), [[3, 4]]],
  ['cumprod', (x) => tf.cumprod(x!, 1), [[3, 5]], false],
  ['cumprod, exclusive and reversed', (x) => tf.cumprod(x!, 0, true, true), [[6, 2]], false],
  ['topk', (x) => tf.topk(x!, 2).values.add(float(tf.topk(x!, 2).indices)), [[3, 4]], false],
  ['argMax', (x) => x!.mul(float(tf.argMax(x!, 1)).expandDims(1)), [[3, 4]]],
  ['argMin', (x) => x!.mul(float(tf.argMin(x!, 0))), [[3, 4]]],
  [
    'einsum',
    (a, b) => tf.einsum('ij,kj->ik', a!, b!),
    [
      [3, 4],
      [5, 4],
    ],
    false,
  ],
  [
    'all and any',
    (x) =>
      x!.mul(float(tf.logicalXor(tf.any(tf.greater(x!, 0), 1), tf.all(tf.greater(x!, 0), 1))).expandDims(1)),
    [[3, 4]],
    false,
  ],
  [
    'logical operations',
    (a, b) =>
      float(
        tf.logicalOr(tf.logicalNot(tf.greater(a!, b!)), tf.logicalAnd(tf.greater(a!, 0), tf.less(b!, 0))),
      ),
    [
      [3, 4],
      [3, 4],
    ],
    false,
  ],
  ['sum of bools', (x) => tf.sum(tf.greater(x!, 0), 1), [[3, 4]], false],
  [
    'whole numbers',
    (x) => tf.floorDiv(tf.mul(tf.cast(tf.mul(x!, 9), 'int32'), tf.scalar(5, 'int32')), tf.scalar(4, 'int32')),
    [[3, 4]],
    false,
  ],
  [
    'whole numbers, of which tfjs makes floats',
    (x) => {
      const n = tf.cast(tf.mul(x!, 3), 'int32');
      const segments = tf.unsortedSegmentSum(n, tf.tensor1d([1, 0, 1], 'int32'), 3);
      return tf.addN([tf.exp(n), tf.leakyRelu(n, 0.3), tf.prelu(n, tf.ones([4]).mul(0.5)), segments]);
    },
    [[3, 4]],
    false,
  ],
  [
    'whole numbers that stay so',
    (x) => {
      const n = tf.cast(tf.mul(x!, 9), 'int32');
      return tf.addN([tf.step(n), tf.step(n, 2), tf.relu6(n), tf.mul(n, tf.step(n)), tf.relu(n)]);
    },
    [[3, 4]],
    false,
  ],
  [
    'bools: and, or, a choice',
    (x, y) => {
      const [a, b] = [tf.greater(x!, 0), tf.greater(y!, 0)];
      return float(tf.where(tf.mul(a, b), tf.maximum(a, b), tf.minimum(b, tf.logicalNot(a))));
    },
    [
      [3, 4],
      [3, 4],
    ],
    false,
  ],
  [
    'addN',
    (a, b) => tf.addN([a!, b!, a!]),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'batchNorm',
    (x, m, v, o, s) =>
      tf.batchNorm(
        x!,
        m! as tf.Tensor1D,
        v!.square() as tf.Tensor1D,
        o! as tf.Tensor1D,
        s! as tf.Tensor1D,
        1e-3,
      ),
    [[5, 4], [4], [4], [4], [4]],
  ],
  ['moments', (x) => tf.moments(x!, 0).mean.add(tf.moments(x!, 0).variance), [[5, 4]]],
  ['logSumExp', (x) => tf.logSumExp(x!, 1), [[3, 4]]],
  ['norm', (x) => tf.norm(x!, 2, 1), [[3, 4]]],
  ['dot', (a, b) => tf.dot(a!, b!), [[4], [4]]],
  ['outerProduct', (a, b) => tf.outerProduct(a! as tf.Tensor1D, b! as tf.Tensor1D), [[4], [3]]],
  [
    'huberLoss',
    (a, b) => tf.losses.huberLoss(a!, b!),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'sigmoidCrossEntropy',
    (a, b) => tf.losses.sigmoidCrossEntropy(mask(numbers([3, 4], 9)), a!.mul(b!)),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'softmaxCrossEntropy',
    (a, b) => tf.losses.softmaxCrossEntropy(tf.softmax(a!), b!),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'cosineDistance',
    (a, b) => tf.losses.cosineDistance(a!, b!, 1),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  ['range and linspace', (x) => x!.mul(tf.range(0, 4)).add(tf.linspace(0, 1, 4)), [[3, 4]]],
  ['eye and fill', (x) => tf.matMul(x!, tf.eye(4).add(tf.fill([4, 4], 0.1))), [[3, 4]]],
  [
    'constants of part of a shape',
    (x) =>
      x!.mul(
        tf
          .range(1, 5)
          .mul(tf.ones([3, 4]))
          .cumsum(0),
      ),
    [[3, 4]],
  ],
  [
    'layer normalisation',
    (x) => {
      const { mean, variance } = tf.moments(x!, -1, true);
      return x!.sub(mean).div(variance.add(1e-5).sqrt());
    },
    [[3, 4]],
  ],
  [
    'a second derivative',
    (x) =>
      tf
        .grad((t: tf.Tensor) => t.square().mul(t).sum())(x!)
        .mul(tf.grad((t: tf.Tensor) => tf.softplus(t).sum())(x!)),
    [[3, 4]],
  ],
];

/** Every op that can be traced, with the shapes and attributes that take different ways. */
export const opCases: OpCase[] = [
  ...each(unary, ofOne([-2, 2])),
  ...each(positive, ofOne([0.2, 3])),
  ...each(unitRange, ofOne([-0.9, 0.9])),
  { name: 'acosh', f: tf.acosh, shapes: [[4, 6]], range: [1.2, 3] },
  ...each(tests, (name, f) => [
    { name, f: (x) => float(f(tf.div(x!, tf.relu(x!)))), shapes: [[4, 6]], gradient: false },
  ]),
  ...each(binary, (name, f) => ofTwo(f, name)),
  ...ofTwo(tf.pow, 'pow', [0.3, 2]),
  ...each({ maximum: tf.maximum, minimum: tf.minimum }, (name, f) => [
    {
      name,
      f,
      shapes: [
        [4, 6],
        [4, 6],
      ],
    },
  ]),
  ...each(withoutGradient, (name, f) => [
    { name, f: (a, b) => a!.mul(float(f(a!, b!))), shapes: [[4, 6], [6]], gradient: false },
  ]),
  ...reductions,
  ...products,
  largeProduct,
  ...others.map(([name, f, shapes, gradient = true]) => ({ name, f, shapes, gradient })),
];
