import * as tf from '@tensorflow/tfjs';
import { useBackend } from 'zbio';

const warnings = [];
console.warn = (words) => words.startsWith('zbio:') && warnings.push(words);
await useBackend('tensorflow').then(
  () => Promise.reject(new Error('a broken backend was accepted')),
  (error) => {
    if (!/isNullOrUndefined\) is not a function.*Node 22/.test(error.message)) throw error;
  },
);
if (tf.getBackend()) throw new Error(`left with ${tf.getBackend()}`);
const name = await useBackend();
if (name !== 'wasm') throw new Error(`chose ${name}`);
if (warnings.length !== 1) throw new Error(`said ${JSON.stringify(warnings)}`);
console.log(warnings[0]);
