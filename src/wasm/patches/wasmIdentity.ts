import type { WasmKernel } from './wasmKernel.js';

/**
 * A clone that shares its tensor's memory, as on tfjs' other backends. The stock kernel copies, and the tape clones
 * whatever the backward pass needs, weights included: 3 to 8 % of a training step. Nothing in tfjs writes into a tensor;
 * our Adam does, and makes sure first that nobody shares it.
 *
 * @param stock - The kernel for strings, which live elsewhere.
 */
export function wasmIdentity(stock: WasmKernel): WasmKernel {
  return (call) => {
    const { dataId, shape, dtype } = call.inputs['x']!;
    if (dtype === 'string') return stock(call);
    call.backend.incRef(dataId);
    return { dataId, shape, dtype };
  };
}
