import type { Csr, RightOperand } from './operands.js';

/** The last rows of a product, which a thread computes. */
export interface RowsUnderWay {
  /** The first of them. */
  from: number;
  /** Waits for them and writes them. False if there are none to be had. */
  finish(out: Float32Array): boolean;
}

/** A second thread that computes some rows of a product X·B while this one does other things. */
export interface CsrThread {
  /**
   * Says which matrix comes after the next one: its product with the same B is begun as soon as the thread is free. It must then
   * be asked for (`begin`) or forgotten.
   */
  announce(x: Csr): void;
  /** Says that a matrix won't be asked for. True if it was still expected. */
  forget(x: Csr | undefined): boolean;
  /** The last rows of X·B. Undefined if it is busy or not ready, or the product is too small to be shared. */
  begin(x: Csr, b: RightOperand): RowsUnderWay | undefined;
  close(): Promise<void>;
}
