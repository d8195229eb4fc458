import { activations } from './activations.js';
import { binary } from './binary.js';
import type { KernelTable } from './op.js';
import { others } from './others.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { scans } from './scans.js';
import { selection } from './selection.js';
import { shapes } from './shapes.js';
import { slices } from './slices.js';
import { unary } from './unary.js';

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
