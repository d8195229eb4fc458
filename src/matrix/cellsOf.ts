/** For every group, its cells in order; a group without cells is an empty list. */
export function cellsOf(codes: Int32Array, groups: number): number[][] {
  const cells: number[][] = Array.from({ length: groups }, () => []);
  codes.forEach((code, cell) => {
    cells[code]!.push(cell);
  });
  return cells;
}
