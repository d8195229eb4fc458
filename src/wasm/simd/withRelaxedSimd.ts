const flag = 'experimental-wasm-relaxed-simd';

/**
 * Calls `compile` with relaxed SIMD switched on where the engine has it behind a flag, which Node 20 has; the flag is off
 * again afterwards. What was compiled meanwhile keeps it. Without it, a step of the reference model on tfjs wasm takes 1.4 times as
 * long (docs/performance.md).
 */
export function withRelaxedSimd<T>(compile: () => T): T {
  const node = globalThis.process?.versions?.node;
  const v8 = node?.startsWith('20.') ? globalThis.process.getBuiltinModule?.('node:v8') : undefined;
  if (!v8) return compile();
  v8.setFlagsFromString(`--${flag}`);
  try {
    return compile();
  } finally {
    v8.setFlagsFromString(`--no-${flag}`);
  }
}
