import type { Graph } from './graph.js';

/** Names of what takes an input's place: the whole matrix, and which of its rows. */
export const gathered = (name: string): { all: string; rows: string } => ({
  all: `${name}/all`,
  rows: `${name}/rows`,
});

/**
 * The graph that picks some rows of a matrix by itself, where it was given them: the input `name` [rows, columns] gives way
 * to the whole matrix [`height`, columns] and to numbers of rows, int32. A graph that doesn't read the input stays as it is.
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
