/**
 * The kernels of `assembly/`, bound to one memory. Addresses are in bytes; nothing is checked, nothing is allocated.
 */
export interface Kernels {
  /** Bytes of scratch memory that `gemm` needs. */
  readonly scratchBytes: { readonly value: number };
  /** One step of Adam: the twin of `adamArrays`. */
  adam(
    count: number,
    weights: number,
    gradients: number,
    first: number,
    second: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    rate: number,
    epsilon: number,
  ): void;
  /**
   * out [rows, columns] = X·B, X [rows, inner] by compressed rows of int32 offsets and columns. `scratch` takes 64 bytes
   * per row of B.
   */
  csrProduct(
    rows: number,
    columns: number,
    inner: number,
    indptr: number,
    indices: number,
    values: number,
    b: number,
    out: number,
    scratch: number,
  ): void;
  /** out [rows, columns] = A·B; of each operand's two strides, in bytes, one is 4. */
  gemm(
    rows: number,
    columns: number,
    inner: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    out: number,
    scratch: number,
  ): void;
  /**
   * Standard normal values, a multiple of 8: the twin of `normalArray`. The state, 64 bytes, moves on; `normalConstants` lie
   * behind it.
   */
  normals(state: number, out: number, count: number): void;
  /** Values uniform in [0, 1), a multiple of 4: the twin of `uniformArray`. */
  uniforms(state: number, out: number, count: number): void;
}
