import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import type { SymbolicTensor } from '../../onnx/symbol.js';

/** How one tfjs kernel goes into a graph. Its inputs and attributes are those of tfjs' kernel of that name. */
export type Kernel = (graph: GraphBuilder, inputs: never, attrs: never) => SymbolicTensor | SymbolicTensor[];

/** Kernels by tfjs' names. */
export type KernelTable = Readonly<Record<string, Kernel>>;

export interface Unary {
  x: SymbolicTensor;
}

export interface Binary {
  a: SymbolicTensor;
  b: SymbolicTensor;
}

/** The axes that an attribute means, as indices from 0: a number, several, or none for all. */
export function axesOf({ shape }: SymbolicTensor, axis: number | readonly number[] | undefined): number[] {
  const list = axis === undefined || axis === null ? [...shape.keys()] : [axis].flat();
  return list.map((a) => (a < 0 ? a + shape.length : a));
}
