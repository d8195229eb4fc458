/** The cells of each group, in order; an empty list for a group without cells. */
export function cellsOf(codes: Int32Array, groups: number): number[][] {
  const cells: number[][] = Array.from({ length: groups }, () => []);
  codes.forEach((code, cell) => {
    cells[code]!.push(cell);
  });
  return cells;
}
