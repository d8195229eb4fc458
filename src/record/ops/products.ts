import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastShape, sizeOf } from '../../onnx/shape.js';
import type { SymbolicTensor } from '../../onnx/symbol.js';
import { activate } from './activations.js';
import { add } from './arithmetic.js';
import { operation, whole } from './emit.js';
import { reshape, transpose } from './layout.js';
import { listOp, type OpTable, op, type Symbols } from './op.js';

type Factors = Symbols<tf.BatchMatMulInputs>;

const outer = ({ shape }: SymbolicTensor): readonly number[] => shape.slice(0, -2);

function swapped(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const rank = x.shape.length;
  return transpose(graph, x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

// Gemm transposes its first factor anew for every 128 columns of the result. Chosen here and not in a pass: the recorder has
// to pick one of the forms anyway.
const gemmTransposes = (columns: number): boolean => columns <= 256;

// A single product of matrices is a Gemm, which transposes and can add a bias.
function gemm(graph: GraphBuilder, { a, b }: Factors, attrs: tf.BatchMatMulAttrs): SymbolicTensor {
  const [left, right] = [a, b].map((x) => reshape(graph, x, x.shape.slice(-2))) as [
    SymbolicTensor,
    SymbolicTensor,
  ];
  const shape = [left.shape[attrs.transposeA ? 1 : 0]!, right.shape[attrs.transposeB ? 0 : 1]!];
  const before = attrs.transposeA && !gemmTransposes(shape[1]!);
  const transposed = { transA: attrs.transposeA && !before ? 1 : 0, transB: attrs.transposeB ? 1 : 0 };
  const names = [whole(graph, before ? swapped(graph, left) : left), whole(graph, right)];
  return operation(graph, 'Gemm', names, { shape, dtype: 'float32' }, transposed);
}

// Gemm copies all of its second factor before it multiplies, and nothing of the first. The number of rows must not decide:
// a graph for any number of cells would have two forms. Chosen here for the same reason as above.
const isLarge = ([columns, inner]: readonly number[]): boolean => columns! >= 256 && inner! >= 512;

function matrixProduct(graph: GraphBuilder, { a, b }: Factors, attrs: tf.BatchMatMulAttrs): SymbolicTensor {
  const turned = attrs.transposeB && !attrs.transposeA && isLarge(b.shape.slice(-2));
  // A·Bᵀ = (B·Aᵀ)ᵀ
  return turned ? swapped(graph, gemm(graph, { a: b, b: a }, attrs)) : gemm(graph, { a, b }, attrs);
}

function product(graph: GraphBuilder, { a, b }: Factors, attrs: tf.BatchMatMulAttrs): SymbolicTensor {
  const batch = broadcastShape([outer(a), outer(b)]);
  if (sizeOf(outer(a)) === 1 && sizeOf(outer(b)) === 1) {
    const matrix = matrixProduct(graph, { a, b }, attrs);
    return reshape(graph, matrix, [...batch, ...matrix.shape]);
  }
  const left = attrs.transposeA ? swapped(graph, a) : a;
  const right = attrs.transposeB ? swapped(graph, b) : b;
  const shape = [...batch, left.shape.at(-2)!, right.shape.at(-1)!];
  return operation(graph, 'MatMul', [whole(graph, left), whole(graph, right)], { shape, dtype: 'float32' });
}

// The bias is added to the matrix before it gets its batch dimension back; otherwise Gemm could not take it in.
function withBias(graph: GraphBuilder, y: SymbolicTensor, bias: SymbolicTensor | undefined): SymbolicTensor {
  if (!bias) return y;
  if (sizeOf(outer(y)) !== 1) return add(graph, y, bias);
  return reshape(graph, add(graph, reshape(graph, y, y.shape.slice(-2)), bias), y.shape);
}

function fusedProduct(
  graph: GraphBuilder,
  { a, b, bias, preluActivationWeights }: Symbols<tf._FusedMatMulInputs>,
  attrs: tf._FusedMatMulAttrs,
): SymbolicTensor {
  const y = withBias(graph, product(graph, { a: a!, b: b! }, attrs), bias);
  const extras = { slopes: preluActivationWeights, slope: attrs.leakyreluAlpha };
  return activate(graph, y, attrs.activation, extras);
}

/** The shape that an equation such as 'ij,jk->ik' makes of its inputs. */
function einsumShape(equation: string, inputs: readonly SymbolicTensor[]): number[] {
  const [left, right] = equation.replace(/\s/g, '').split('->') as [string, string];
  const sizes = left
    .split(',')
    .flatMap((letters, i) => [...letters].map((letter, j) => [letter, inputs[i]!.shape[j]!] as const));
  return [...right].map((letter) => new Map(sizes).get(letter)!);
}

function einsum(
  graph: GraphBuilder,
  parts: readonly SymbolicTensor[],
  { equation }: tf.EinsumAttrs,
): SymbolicTensor {
  const like = { shape: einsumShape(equation, parts), dtype: parts[0]!.dtype };
  const names = parts.map((part) => whole(graph, part));
  return operation(graph, 'Einsum', names, like, { equation });
}

/** Products of matrices. */
export const products: OpTable = {
  BatchMatMul: op<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>(product),
  _FusedMatMul: op<tf._FusedMatMulInputs, tf._FusedMatMulAttrs>(fusedProduct),
  Einsum: listOp<tf.EinsumAttrs>(einsum),
};
