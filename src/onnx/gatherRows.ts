import type { Graph } from './graph.js';

/** Names of the two inputs that replace one: the whole matrix, and the numbers of the rows to pick. */
export const gathered = (name: string): { all: string; rows: string } => ({
  all: `${name}/all`,
  rows: `${name}/rows`,
});

/**
 * Makes a graph pick rows of a matrix itself, instead of being given them: the input `name` [rows, columns] is replaced by the
 * whole matrix [`height`, columns] and the numbers of the rows, int32. A graph that doesn't read the input stays as it is.
 */
export function gatherRows(graph: Graph, name: string, height: number): Graph {
  const input = graph.inputs.find((other) => other.name === name);
  if (!input) return graph;
  const { all, rows } = gathered(name);
  const others = graph.inputs.filter((other) => other !== input);
  const [count, ...columns] = input.shape as [number | string, ...(number | string)[]];
  return {
    ...graph,
    inputs: [
      ...others,
      { name: all, shape: [height, ...columns], dtype: input.dtype },
      { name: rows, shape: [count], dtype: 'int32' },
    ],
    nodes: [{ op: 'Gather', inputs: [all, rows], outputs: [name], attributes: { axis: 0 } }, ...graph.nodes],
  };
}
