/**
 * A backend of tfjs: `'wasm'` (WebAssembly, everywhere), `'cpu'` (plain JavaScript, everywhere, slow), `'webgl'` and
 * `'webgpu'` (browsers), `'tensorflow'` (Node with `@tensorflow/tfjs-node` installed).
 */
export type BackendName = 'wasm' | 'cpu' | 'webgl' | 'webgpu' | 'tensorflow';

/** The backends of tfjs that the library can start. */
export const backendNames: readonly BackendName[] = ['wasm', 'cpu', 'webgl', 'webgpu', 'tensorflow'];
