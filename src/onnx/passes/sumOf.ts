import type { GraphNode } from '../graph.js';

/** A sum and the operation that makes it; none if there is only one term. */
export interface NamedSum {
  name: string;
  nodes: GraphNode[];
}

/** Adds values up in one operation. For two values, onnxruntime's Add is faster than its Sum. */
export function sumOf(terms: readonly string[], output: string): NamedSum {
  if (terms.length === 1) return { name: terms[0]!, nodes: [] };
  const op = terms.length > 2 ? 'Sum' : 'Add';
  return { name: output, nodes: [{ op, inputs: terms, outputs: [output], attributes: {} }] };
}
