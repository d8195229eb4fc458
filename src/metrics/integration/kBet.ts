import { type Neighbors, nearestNeighbors } from '../../learn/nearestNeighbors.js';
import { strongComponents } from '../../learn/strongComponents.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';
import type { Checkpoint } from '../../platform/checkpoint.js';
import { pause } from '../../platform/pause.js';
import { meanDefined } from '../meanDefined.js';
import { chiSquareQuantile } from './chiSquareQuantile.js';
import { connectivities, type NeighborGraph } from './connectivities.js';
import { diffusionMap } from './diffusionMap.js';

const alpha = 0.05;
const fewestCells = 10;

/** The subgraph of the kept cells, renumbered in their order. */
function subgraph({ neighbors, weights }: NeighborGraph, kept: readonly number[]): NeighborGraph {
  const place = new Int32Array(neighbors.length).fill(-1);
  kept.forEach((cell, i) => {
    place[cell] = i;
  });
  return {
    neighbors: kept.map((cell) => neighbors[cell]!.filter((to) => place[to]! >= 0).map((to) => place[to]!)),
    weights: kept.map((cell) => weights[cell]!.filter((_, n) => place[neighbors[cell]![n]!]! >= 0)),
  };
}

/** Share of cells around which batches are as frequent as overall, by a chi-square test that counts the cell itself. */
function acceptance({ k, indices }: Neighbors, codes: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const code of codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
  if (sizes.size < 2) return 0;
  const limit = chiSquareQuantile(1 - alpha, sizes.size - 1);
  let accepted = 0;
  codes.forEach((own, i) => {
    const around = [own, ...Array.from(indices.subarray(i * k, (i + 1) * k), (cell) => codes[cell]!)];
    let statistic = 0;
    for (const [code, size] of sizes) {
      const expected = (size / codes.length) * around.length;
      statistic += (around.filter((other) => other === code).length - expected) ** 2 / expected;
    }
    if (statistic <= limit) accepted++;
  });
  return accepted / codes.length;
}

async function acceptanceOf(
  graph: NeighborGraph,
  codes: Int32Array,
  size: number,
  components: number,
): Promise<number> {
  const map = await diffusionMap(graph, components);
  return acceptance(nearestNeighbors(map, Math.min(size, codes.length - 1)), codes);
}

const pick = (codes: Int32Array, cells: readonly number[]) => Int32Array.from(cells, (cell) => codes[cell]!);

/** Number of neighbours to test: a quarter of the mean batch size, within [10, 70]. */
function testSize(codes: Int32Array): number {
  return Math.min(70, Math.max(10, Math.floor(codes.length / new Set(codes).size / 4)));
}

/** Cells in components that are large enough for the test; none if they are less than three quarters of all cells. */
function testable(graph: NeighborGraph, size: number): number[] {
  const component = strongComponents(graph.neighbors);
  const members = cellsOf(component, graph.neighbors.length);
  if (members[0]!.length === component.length) return members[0]!;
  const kept = [...component.keys()].filter((cell) => members[component[cell]!]!.length >= 3 * size);
  return kept.length >= 0.75 * component.length ? kept : [];
}

/**
 * k-nearest-neighbour batch effect test (kBET), per label: share of cells around which batches are as frequent as in the
 * whole label, by a chi-square test at level 0.05. 1: mixed everywhere. NaN for a label with fewer than ten cells or one
 * batch; 0 for a label whose cells aren't connected. The neighbours are those in a diffusion map of the label's part of
 * the neighbour graph.
 *
 * Source: Büttner et al. 2019, Luecken et al. 2022; as `kbet_per_label` of scib-metrics, whose 50 neighbours are 49 here.
 * There, the largest eigenvalue of a label's graph, which is 1, may round to 1 - 6e-8 and outweigh all others; scores
 * then differ.
 */
export async function kBetPerLabel(
  neighbors: Neighbors,
  batch: Labels,
  labels: Labels,
  next: Checkpoint = pause,
): Promise<number[]> {
  const graph = connectivities(neighbors);
  const scores: number[] = [];
  // As in scib-metrics, a small label lowers the number of components for the labels after it.
  let components = 100;
  for (const cells of cellsOf(labels.codes, labels.categories.length)) {
    if (scores.length > 0) await next();
    const codes = pick(batch.codes, cells);
    if (cells.length < fewestCells || new Set(codes).size < 2) {
      scores.push(Number.NaN);
      continue;
    }
    const own = subgraph(graph, cells);
    const size = testSize(codes);
    const kept = testable(own, size);
    if (kept.length > 0) components = Math.min(components, kept.length - 1);
    scores.push(
      kept.length > 0 ? await acceptanceOf(subgraph(own, kept), pick(codes, kept), size, components) : 0,
    );
  }
  await next();
  return scores;
}

/** Mean of {@link kBetPerLabel} over the labels for which it is defined. */
export async function kBet(
  neighbors: Neighbors,
  batch: Labels,
  labels: Labels,
  next: Checkpoint = pause,
): Promise<number> {
  return meanDefined(await kBetPerLabel(neighbors, batch, labels, next));
}
