import { activations } from './activations.js';
import { binary } from './binary.js';
import type { OpTable } from './op.js';
import { others } from './others.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { scans } from './scans.js';
import { selection } from './selection.js';
import { shapes } from './shapes.js';
import { slices } from './slices.js';
import { unary } from './unary.js';

/**
 * All tfjs ops that go into a graph. A new one needs an entry in one of these groups, the ONNX operations that it emits in
 * onnx/spec.ts, a case in test/record/ops/opCases.ts, and a word in docs/compile.md.
 */
export const opTable: OpTable = {
  ...unary,
  ...activations,
  ...binary,
  ...others,
  ...products,
  ...reductions,
  ...scans,
  ...selection,
  ...shapes,
  ...slices,
};

/** Ops that only ever yield constants: tfjs gives them no tensor. */
export const constantOps: readonly string[] = ['Range', 'LinSpace'];
