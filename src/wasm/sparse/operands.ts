/** A matrix by compressed rows, as `CsrMatrix`. */
export interface Csr {
  data: Float32Array;
  indices: Int32Array;
  indptr: Int32Array;
  shape: [number, number];
}

/** The right operand of a product. Two operands in one memory, written into equally often, hold the same values. */
export interface RightOperand {
  /** [inner, columns]; read while a job is written, no later. */
  values: Float32Array;
  inner: number;
  columns: number;
  dataId: object;
  writes: number;
}

/** Whether two operands hold the same values. */
export const isSameOperand = (a: RightOperand, b: RightOperand | undefined): boolean =>
  a.dataId === b?.dataId && a.writes === b.writes;
