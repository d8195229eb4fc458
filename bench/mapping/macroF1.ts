import type { Matrix } from 'zbio';

const neighbours = 15;

function squaredDistance(z: Matrix, a: number, b: number): number {
  const [, dims] = z.shape;
  let sum = 0;
  for (let k = 0; k < dims; k++) sum += (z.data[a * dims + k]! - z.data[b * dims + k]!) ** 2;
  return sum;
}

/** The most frequent type among the nearest reference cells; of equally frequent ones that of the nearest. */
function vote(z: Matrix, cell: number, reference: readonly number[], type: readonly string[]): string {
  const nearest = reference
    .map((other) => ({ name: type[other]!, distance: squaredDistance(z, cell, other) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, neighbours);
  const votes = new Map<string, number>();
  for (const { name } of nearest) votes.set(name, (votes.get(name) ?? 0) + 1);
  return [...votes].sort(([, a], [, b]) => b - a)[0]![0];
}

/** Macro F1 over the types of the new cells, each named by a vote of its nearest reference cells. */
export function macroF1(
  z: Matrix,
  type: readonly string[],
  reference: readonly number[],
  query: readonly number[],
): number {
  const named = query.map((cell) => vote(z, cell, reference, type));
  const types = [...new Set(query.map((cell) => type[cell]!))];
  const scores = types.map((each) => {
    const right = query.filter((cell, i) => type[cell] === each && named[i] === each).length;
    const told = named.filter((name) => name === each).length;
    const are = query.filter((cell) => type[cell] === each).length;
    return (2 * right) / Math.max(1, told + are);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
