import { normalConstants } from './normalConstants.js';

/** What the kernels `normals` and `uniforms` work on in a memory. */
export interface PlacedGenerator {
  /** The state, at address 0: to be set before the first draw. */
  state: Uint32Array;
  /** Where values may go from: the first address behind the state and the constants. */
  free: number;
}

/** Lays a generator out at the beginning of a memory. */
export function generatorIn(buffer: ArrayBuffer): PlacedGenerator {
  const state = new Uint32Array(buffer, 0, 16);
  new Float32Array(buffer, state.byteLength, normalConstants.length).set(normalConstants);
  return { state, free: 256 };
}
