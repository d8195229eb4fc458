const tf = require('@tensorflow/tfjs');
const { DisentangledAE, useBackend } = require('zbio');
const { mmd } = require('zbio/losses');

async function main() {
  const backend = await useBackend();
  const same = mmd(tf.ones([4, 3]), tf.ones([4, 3])).dataSync()[0];
  if (Math.abs(same) > 1e-6) throw new Error(`mmd of a sample with itself: ${same}`);
  const cells = { data: Float32Array.from({ length: 60 * 12 }, (_, i) => Math.sin(i * i)), shape: [60, 12] };
  const batch = Array.from({ length: 60 }, (_, i) => i % 2);
  const model = new DisentangledAE({ seed: 1 });
  const { bio } = await model.fitTransform(cells, batch, { epochs: 2 });
  if (!bio.data.every(Number.isFinite)) throw new Error('latents that are no numbers');
  model.dispose();
  console.log(`backend ${backend}, latents ${bio.shape}`);
}

main();
