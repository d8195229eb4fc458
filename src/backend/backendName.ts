/** The backends of tfjs that the library can start. */
export const backendNames = ['wasm', 'cpu', 'webgl', 'webgpu', 'tensorflow'] as const;

/**
 * A backend of tfjs: `'wasm'` (WebAssembly, everywhere), `'cpu'` (plain JavaScript, everywhere, slow), `'webgl'` and
 * `'webgpu'` (browsers), `'tensorflow'` (Node with `@tensorflow/tfjs-node` installed).
 */
export type BackendName = (typeof backendNames)[number];
