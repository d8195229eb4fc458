// Trains in a page: on the backend that zbio chooses, on wasm with the URLs that the bundler gave its files, and on webgpu
// where the page has an adapter.
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { createRng, DisentangledAE, useBackend } from 'zbio';

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};
const [cells, genes] = [300, 60];
const rng = createRng(1);
const data = Float32Array.from({ length: cells * genes }, (_, i) => {
  const oddCell = Math.floor(i / genes) % 2;
  return oddCell * (i % 3) * 0.3 + rng.next();
});
const x = { data, shape: [cells, genes] };
const batch = Array.from({ length: cells }, (_, i) => `batch ${i % 2}`);

async function train(choose) {
  const backend = await choose();
  const model = new DisentangledAE({ seed: 1 });
  const { bio } = await model.fitTransform(x, batch, { epochs: 10, batchSize: 64 });
  const again = await DisentangledAE.load(await model.save());
  const reloaded = (await again.transform(x)).bio.data;
  // On webgpu tfjs computes with small tensors where they lie, on the processor or the GPU: the last bit may differ.
  const close = backend === 'webgpu' ? 1e-6 : 0;
  const same = bio.data.every((value, i) => Math.abs(value - reloaded[i]) <= close);
  return { backend, total: model.history.at(-1).total, same };
}

try {
  const results = [await train(() => useBackend()), await train(() => useBackend('wasm', { wasmPaths }))];
  if (await navigator.gpu?.requestAdapter()) {
    await import('@tensorflow/tfjs-backend-webgpu');
    results.push(await train(() => useBackend()));
  }
  document.title = JSON.stringify({ results });
} catch (error) {
  document.title = JSON.stringify({ error: error.stack });
}
