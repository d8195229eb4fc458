// Trains in a page: on the backend that zbio chooses, and on wasm with the URLs that the bundler gave its files.
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
  const same = bio.data.every((value, i) => Number.isFinite(value) && value === reloaded[i]);
  return { backend, total: model.history.at(-1).total, same };
}

try {
  const results = [await train(() => useBackend()), await train(() => useBackend('wasm', { wasmPaths }))];
  document.title = JSON.stringify({ results });
} catch (error) {
  document.title = JSON.stringify({ error: error.stack });
}
