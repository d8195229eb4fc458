import * as tf from '@tensorflow/tfjs';
import { DisentangledAE, mmd, useBackend } from 'zbio';
import { mmd as sameMmd } from 'zbio/losses';

if (sameMmd !== mmd) throw new Error('zbio and zbio/losses are two copies');
const backend = await useBackend();
const values = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i * i));
const sample = (shift) => tf.tidy(() => tf.tensor2d(values(200), [40, 5]).add(shift));
const near = mmd(sample(0), sample(0)).dataSync()[0];
const far = mmd(sample(0), sample(3)).dataSync()[0];
if (!(Math.abs(near) < 1e-5 && far > 0.1))
  throw new Error(`mmd of a sample with itself and with a distant one: ${near}, ${far}`);

const cells = { data: values(60 * 12), shape: [60, 12] };
const batch = Array.from({ length: 60 }, (_, i) => (i % 2 ? 'a' : 'b'));
const model = new DisentangledAE({ seed: 1 });
await model.fit(cells, batch, { epochs: 2 });
const { bio, nio } = await model.transform(cells);
for (const latent of [bio, nio]) {
  if (latent.shape[0] !== 60 || !latent.data.every(Number.isFinite))
    throw new Error(`latent ${latent.shape}`);
}
model.dispose();
console.log(`backend ${backend}, latents ${bio.shape} and ${nio.shape}`);
