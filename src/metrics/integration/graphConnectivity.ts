import type { Neighbors } from '../../learn/nearestNeighbors.js';
import { strongComponents } from '../../learn/strongComponents.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';
import { meanDefined } from '../meanDefined.js';

/**
 * Whether the cells of each label are connected: share of the label's cells in their largest strongly connected component
 * of the neighbour graph, mean over labels. Source: Luecken et al. 2022; as `graph_connectivity` of scib-metrics, whose
 * 15 neighbours are 14 here.
 */
export function graphConnectivity({ k, indices }: Neighbors, { codes, categories }: Labels): number {
  const place = new Int32Array(codes.length);
  const perLabel = cellsOf(codes, categories.length).map((cells, label) => {
    cells.forEach((cell, i) => {
      place[cell] = i;
    });
    const same = (cell: number) =>
      Array.from(indices.subarray(cell * k, (cell + 1) * k)).filter((to) => codes[to] === label);
    const component = strongComponents(cells.map((cell) => same(cell).map((to) => place[to]!)));
    return Math.max(...cellsOf(component, cells.length).map((members) => members.length)) / cells.length;
  });
  return meanDefined(perLabel);
}
