import type { KernelTable } from './kernel.js';
import { activations } from './kernels/activations.js';
import { binary } from './kernels/binary.js';
import { others } from './kernels/others.js';
import { products } from './kernels/products.js';
import { reductions } from './kernels/reductions.js';
import { scans } from './kernels/scans.js';
import { selection } from './kernels/selection.js';
import { shapes } from './kernels/shapes.js';
import { slices } from './kernels/slices.js';
import { unary } from './kernels/unary.js';

/** Kernels that act on each element alone. */
export const elementwiseKernels: KernelTable = { ...unary, ...activations, ...binary };

/** All kernels that go into a graph. */
export const kernelTable: KernelTable = {
  ...elementwiseKernels,
  ...others,
  ...products,
  ...reductions,
  ...scans,
  ...selection,
  ...shapes,
  ...slices,
};

/** Kernels that exist as constants only: tfjs gives them no tensor. */
export const constantKernels: readonly string[] = ['Range', 'LinSpace'];
