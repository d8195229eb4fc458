/** Walks from `root` and appends each reached node to `order` once all nodes that it reaches have been seen. */
function finishOrder(
  edges: readonly ArrayLike<number>[],
  root: number,
  seen: Uint8Array,
  order: number[],
): void {
  const path = [{ node: root, next: 0 }];
  seen[root] = 1;
  while (path.length > 0) {
    const at = path[path.length - 1]!;
    const to = edges[at.node]![at.next++];
    if (to === undefined) order.push(path.pop()!.node);
    else if (!seen[to]) {
      seen[to] = 1;
      path.push({ node: to, next: 0 });
    }
  }
}

/**
 * Finds the strongly connected components of a directed graph by two walks (Kosaraju). Returns the component of every
 * node, numbered from 0. For an undirected graph, with both directions of every edge given, these are the connected
 * components. [nodes]
 *
 * @param edges - For every node, the nodes it points to.
 */
export function strongComponents(edges: readonly ArrayLike<number>[]): Int32Array {
  const reversed: number[][] = edges.map(() => []);
  edges.forEach((targets, from) => {
    for (let n = 0; n < targets.length; n++) reversed[targets[n]!]!.push(from);
  });
  const order: number[] = [];
  const seen = new Uint8Array(edges.length);
  for (const root of edges.keys()) if (!seen[root]) finishOrder(edges, root, seen, order);
  const component = new Int32Array(edges.length).fill(-1);
  let count = 0;
  seen.fill(0);
  for (const root of order.reverse()) {
    if (seen[root]) continue;
    const members: number[] = [];
    finishOrder(reversed, root, seen, members);
    for (const node of members) component[node] = count;
    count++;
  }
  return component;
}
