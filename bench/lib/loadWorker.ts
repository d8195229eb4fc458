// A load that measures the machine: stock operations of tfjs' wasm backend, without our code.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { serve } from './worker.js';

await tf.setBackend('wasm');
const x = tf.randomUniform<tf.Rank.R2>([128, 2000], -1, 1, 'float32', 1);
const w = tf.randomUniform<tf.Rank.R2>([2000, 512], -1, 1, 'float32', 2);

/** Two products and a few passes over a minibatch, similar to the mixture in a training step. */
function load(): void {
  tf.tidy(() => {
    const hidden = tf.relu(tf.matMul(x, w));
    const more = tf.matMul(tf.exp(tf.mul(x, 0.1)), w);
    tf.sum(tf.mul(hidden, more)).dataSync();
  });
}

await serve(({ count }: { count: number }) => {
  const milliseconds = Array.from({ length: count }, () => {
    const started = performance.now();
    load();
    return performance.now() - started;
  });
  return { milliseconds };
});
